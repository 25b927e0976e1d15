import { expect, test } from "vitest";
import { operationNames } from "../../src/amplify/operations.ts";
import { bundleProgram, runProgram } from "./support/child-program.ts";
import { startSimulator } from "./support/simulated-amplify.ts";

test.each(["cjs", "esm"] as const)(
  "every operation is known by its name in a minified %s bundle (real time)",
  async (format) => {
    const simulator = await startSimulator();
    simulator.faults.inject({ kind: "error", error: "NotFoundException" });
    const path = await bundleProgram(
      `
      import * as sdk from "@aws-sdk/client-amplify";
      import { withBreakers } from "../../../src/index.ts";
      const [, , endpoint, names] = process.argv;
      const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "not a secret" };
      const client = new sdk.AmplifyClient({ endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
      const amplify = withBreakers(client);
      const heard = [];
      amplify.breakers.on("ignored", ({ operation }) => heard.push(operation));
      const input = { appId: "a", branchName: "a", jobId: "a", domainName: "a", environmentName: "a", tags: {},
        webhookId: "a", artifactId: "a", resourceArn: "a", tagKeys: ["a"], jobType: "RELEASE", name: "a" };
      const classNames = new Set();
      const run = async () => {
        for (const name of names.split(",")) {
          const command = new sdk[name + "Command"](input);
          classNames.add(command.constructor.name);
          await amplify.send(command).catch(() => {});
        }
        client.destroy();
        console.log(heard.join());
        console.log(classNames.has("ListAppsCommand"));
      };
      run();`,
      { format, minify: true },
    );
    const { stdout, stderr } = await runProgram(path, [simulator.endpoint, operationNames.join()]);
    expect({ stdout, stderr }).toEqual({ stdout: `${operationNames.join()}\nfalse\n`, stderr: "" });
  },
);
