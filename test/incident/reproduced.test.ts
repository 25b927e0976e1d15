import * as sdk from "@aws-sdk/client-amplify";
import { describe, expect, test } from "vitest";
import { operationNames, type OperationName } from "../../src/amplify/operations.ts";
import { reproductionCommand } from "../../src/incident/reproduction-command.ts";
import { reproductionScript } from "../../src/incident/reproduction-script.ts";
import { needTool } from "../scenarios/support/installed-tool.ts";
import { clientOf, rejectionOf, started } from "../testing/started-simulator.ts";
import { startWitness, type Witness } from "./a-witness.ts";
import { awsCli, runCommand, runScript } from "./run-reproduction.ts";

/** The CLI takes its time to load. */
const deadlineMs = 60_000;

const calls: readonly { readonly operation: OperationName; readonly input: object }[] = [
  { operation: "ListApps", input: {} },
  { operation: "ListApps", input: { maxResults: 5, nextToken: "--region" } },
  { operation: "GetApp", input: { appId: "d 1/ü'😀" } },
  {
    operation: "StartJob",
    input: {
      ...{ appId: "d123", branchName: "feature/it's", jobType: "RELEASE", commitMessage: undefined },
      commitTime: new Date(1_700_000_000_000),
    },
  },
  {
    operation: "CreateApp",
    input: {
      ...{ name: "-x", description: 'it\'s\n"$(id)" `id` \\ \t!! \u202e \ud83d\ude00', platform: "WEB" },
      ...{ repository: "http://127.0.0.1:1/repository", iamServiceRoleArn: "file:///etc/hostname" },
      environmentVariables: { "A'B": "REDACTED", _LIVE: "REDACTED" },
      customRules: [
        { source: "/<*>", target: "/index.html", status: "404-200" },
        { source: "/a b", target: "%s" },
      ],
      tags: {},
      autoBranchCreationConfig: { enableAutoBuild: false, environmentVariables: { "": "" } },
    },
  },
];

interface Outage {
  readonly witness: Witness;
  /** Makes a call with the SDK, and resolves to what that asked for. */
  readonly fail: (call: (typeof calls)[number]) => Promise<unknown>;
}

/** A simulator where everything fails, and what it is asked for by the SDK. */
async function anOutage(): Promise<Outage> {
  const simulator = await started();
  simulator.faults.inject({ kind: "error", error: "InternalFailureException" });
  const witness = await startWitness(simulator.endpoint);
  const fail = async ({ operation, input }: (typeof calls)[number]): Promise<unknown> => {
    const commands = sdk as unknown as Record<string, new (input: object) => sdk.ListAppsCommand>;
    const Command = commands[`${operation}Command`];
    if (Command === undefined) throw new Error(`the SDK has no ${operation}`);
    const error = await rejectionOf(clientOf(witness).send(new Command(input)));
    expect(error).toBeInstanceOf(sdk.InternalFailureException);
    return witness.takeRequests();
  };
  return { witness, fail };
}

describe("the printed command", () => {
  test.for(calls)(
    "reproduces a failure of $operation with the request that the SDK sent",
    { timeout: deadlineMs },
    async ({ operation, input }, { skip }) => {
      needTool(awsCli, skip, "awscli");
      const { witness, fail } = await anOutage();
      const requests = await fail({ operation, input });
      const place = { region: "us-east-1", endpoint: witness.endpoint };
      const { status, stderr } = await runCommand(reproductionCommand({ operation, input, ...place }));
      expect(stderr).toContain(`(InternalFailureException) when calling the ${operation} operation`);
      expect(status).not.toBe(0);
      expect(witness.takeRequests()).toEqual(requests);
    },
  );

  test("names every operation as the AWS CLI does", { timeout: deadlineMs }, async ({ skip }) => {
    needTool(awsCli, skip, "awscli");
    const { stderr } = await runCommand("aws amplify no-such-command");
    const ofCli = [...stderr.matchAll(/[a-z]+(?:-[a-z]+)+(?= +\|| *$)/gmu)].map(([name]) => name);
    const ours = operationNames.map((operation) => reproductionCommand({ operation, input: {} })?.split(" "));
    expect(ofCli).toEqual(
      expect.arrayContaining(ours.map((words) => words?.at(words.indexOf("amplify") + 1))),
    );
  });

  test("asks for one page of a list, as the SDK does", { timeout: deadlineMs }, async ({ skip }) => {
    needTool(awsCli, skip, "awscli");
    const simulator = await started({ seedApps: 3 });
    const call = { operation: "ListApps", input: { maxResults: 2 }, endpoint: simulator.endpoint };
    const { status, stdout } = await runCommand(reproductionCommand({ ...call, region: "us-east-1" }));
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ apps: [{}, {}], nextToken: expect.any(String) as string });
    expect(simulator.requests.total).toBe(1);
  });
});

describe("the printed script", () => {
  test.for(calls)(
    "reproduces a failure of $operation with the request that the SDK sent",
    { timeout: deadlineMs },
    async ({ operation, input }) => {
      const { witness, fail } = await anOutage();
      const requests = await fail({ operation, input });
      const place = { region: "us-east-1", endpoint: witness.endpoint };
      const { status, stdout, stderr } = await runScript(reproductionScript({ operation, input, ...place }));
      expect(stderr).toContain("name: 'InternalFailureException'");
      expect(stderr).toMatch(/message: '.+'/);
      expect(stderr).toMatch(/'\$metadata': \{\s+httpStatusCode: 500,\s+requestId: '.+'/);
      expect({ status, stdout }).toEqual({ status: 1, stdout: "" });
      expect(witness.takeRequests()).toEqual(requests);
    },
  );

  test("prints the whole answer where there is one, and ends well", { timeout: deadlineMs }, async () => {
    const simulator = await started({ seedApps: [{ name: "shop", tags: { team: "web" } }] });
    const call = { operation: "ListApps", input: {}, region: "us-east-1", endpoint: simulator.endpoint };
    const { status, stdout, stderr } = await runScript(reproductionScript(call));
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).toContain("name: 'shop'");
    expect(stdout).toContain("tags: { team: 'web' }");
  });

  test("sends a request that fails no more than once", { timeout: deadlineMs }, async () => {
    const simulator = await started();
    simulator.faults.inject({ kind: "error", error: "InternalFailureException" });
    const call = { operation: "CreateApp", input: { name: "shop" }, region: "us-east-1" };
    // As events have it.
    const endpoint = `127.0.0.1:${simulator.port}`;
    const { status } = await runScript(reproductionScript({ ...call, endpoint }));
    expect(status).toBe(1);
    expect(simulator.requests.of("CreateApp")).toHaveLength(1);
  });
});
