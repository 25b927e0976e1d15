import { expect, test } from "vitest";
import { startNode } from "../scenarios/support/node-process.ts";
import { startSimulator } from "../scenarios/support/simulated-amplify.ts";
import { outageProgram, toldOutage } from "./support/outage-program.ts";
import { writeUserFile } from "./support/user-folder.ts";

const quiet = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" };

const imports = {
  "program.cjs": `
    const { AmplifyClient, ListAppsCommand } = require("@aws-sdk/client-amplify");
    const { withBreakers } = require("amplify-breaker");`,
  "program.mjs": `
    import { AmplifyClient, ListAppsCommand } from "@aws-sdk/client-amplify";
    import { withBreakers } from "amplify-breaker";`,
};

test.each(["program.cjs", "program.mjs"] as const)(
  "%s loads the package as it was built, without a warning, and lives through an outage (real time)",
  async (name) => {
    const simulator = await startSimulator();
    simulator.faults.inject({ kind: "error", error: "InternalFailureException", times: 2 });
    const path = writeUserFile(name, imports[name] + outageProgram);
    const { ended, printed } = startNode([path, simulator.endpoint], quiet);
    expect(await ended).toBe(0);
    expect(printed).toEqual({ stdout: `${toldOutage}\n`, stderr: "" });
    expect(simulator.requests.total).toBe(3);
  },
);

/** Tests that somebody could have written of their own program, for the runner that Node.js brings along. */
const usersTests = `
  import assert from "node:assert/strict";
  import { test } from "node:test";
  import { AmplifyClient, InternalFailureException, ListAppsCommand } from "@aws-sdk/client-amplify";
  import { withBreakers } from "amplify-breaker";
  import { ManualClock, startAmplifySimulator } from "amplify-breaker/testing";

  const clientOf = (t, endpoint) => {
    const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "not a secret" };
    const client = new AmplifyClient({ endpoint, region: "us-east-1", credentials, maxAttempts: 1 });
    t.after(() => client.destroy());
    return client;
  };
  const trip = { consecutiveFailures: 2, failureSpanMs: 0 };

  test("the simulator and the clock", async (t) => {
    const simulator = await startAmplifySimulator();
    t.after(() => simulator.close());
    const clock = new ManualClock();
    const amplify = withBreakers(clientOf(t, simulator.endpoint), { ...trip, clock });
    const outage = simulator.faults.inject({ kind: "error", error: "InternalFailureException" });
    const call = () => amplify.send(new ListAppsCommand({}));
    for (let number = 0; number < 2; number++) await assert.rejects(call, InternalFailureException);
    await assert.rejects(call, { name: "CircuitOpenError" });
    assert.equal(simulator.requests.total, 2);
    outage.remove();
    clock.advance(60_000);
    assert.deepEqual((await call()).apps, []);
  });

  test("a send that is mocked", async (t) => {
    const amplify = withBreakers(clientOf(t, "http://localhost:1"), trip);
    const message = "mocked";
    const { mock } = t.mock.method(AmplifyClient.prototype, "send", async () => {
      throw new InternalFailureException({ message, $metadata: { httpStatusCode: 500 } });
    });
    const call = () => amplify.send(new ListAppsCommand({}));
    for (let number = 0; number < 2; number++) await assert.rejects(call, { message });
    await assert.rejects(call, { name: "CircuitOpenError" });
    assert.equal(mock.callCount(), 2);
    mock.restore();
    assert.equal(AmplifyClient.prototype.send.mock, undefined);
  });

  test("timers that are mocked", async (t) => {
    t.mock.timers.enable({ apis: ["setTimeout"] });
    const client = clientOf(t, "http://localhost:1");
    t.mock.method(client, "send", () => new Promise(() => {}));
    const amplify = withBreakers(client, { timeout: 1_000 });
    // The client's region is read meanwhile.
    await new Promise(setImmediate);
    const call = amplify.send(new ListAppsCommand({}));
    const rejected = assert.rejects(call, { name: "CallTimeoutError" });
    t.mock.timers.tick(1_000);
    await rejected;
  });
`;

test("the tests of a user of node:test pass (real time)", async () => {
  const path = writeUserFile("deployer.test.mjs", usersTests);
  const { ended, printed } = startNode(["--test", "--test-reporter=tap", path], quiet);
  const code = await ended;
  expect({ code, stderr: printed.stderr }, printed.stdout).toEqual({ code: 0, stderr: "" });
  expect(printed.stdout).toMatch(/^# pass 3$/m);
});
