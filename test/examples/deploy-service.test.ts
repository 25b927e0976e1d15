import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { ManualClock, type AmplifySimulator, type Fault } from "../../src/testing/index.ts";
import { started } from "../testing/started-simulator.ts";
import type { NodeProcess } from "../scenarios/support/node-process.ts";
import { startExample, widthOf } from "./example-process.ts";

/** Longer than a deployment takes on the simulator's clock. */
const JOB_MS = 10_000;

let clock: ManualClock;
let simulator: AmplifySimulator;
let appId: string;
beforeEach(async () => {
  clock = new ManualClock();
  simulator = await started({ clock });
  appId = simulator.state.addApp({ name: "shop", branches: ["main"] }).appId ?? "";
});

function deploy(...branchNames: readonly string[]): NodeProcess {
  const folder = mkdtempSync(join(tmpdir(), "deploy-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const zip = join(folder, "site.zip");
  writeFileSync(zip, "the site");
  return startExample("deploy-service.js", [appId, zip, ...branchNames], {
    endpoint: simulator.endpoint,
    env: { POLL_EVERY_MS: "10" },
  });
}

function outage(operations: string, rest: Partial<Fault> = {}) {
  return simulator.faults.inject({
    kind: "error",
    error: "InternalFailureException",
    operations,
    ...rest,
  } as Fault);
}

/** How many deployments of the branch were started. */
function startsOf(branchName: string): number {
  return simulator.requests.count(
    ({ operation, path, status }) =>
      operation === "StartDeployment" && path.includes(`/${branchName}/`) && status === 200,
  );
}

describe("examples/deploy-service.js", () => {
  test("holds through an outage, starts each deployment once when Amplify is back, and polls until it has ended", async () => {
    const fault = outage("StartDeployment");
    const run = deploy("main", "dev");
    await run.shows(/^StartDeployment is out \(InternalFailureException\): holding$/m);
    const heldSince = performance.now();
    for (let probe = 0; probe < 4; probe += 1) await simulator.requests.next("StartDeployment");
    // Open for 100, 150 and 225 ms between them, give or take a fifth; a program that hammers takes about 10 ms.
    expect(performance.now() - heldSince).toBeGreaterThan(200);
    fault.remove();
    await run.shows(/^StartDeployment is back after \d+\.\d s$/m);
    await run.shows(/: deployment 1 started$/m, 2);
    for (let poll = 0; poll < 4; poll += 1) await simulator.requests.next("GetJob");
    expect(run.printed.stdout).not.toContain("ended");
    clock.advance(JOB_MS);
    expect(await run.ended).toBe(0);

    expect(run.printed.stderr).toBe("");
    expect(run.printed.stdout).toContain("dev: branch created\n");
    expect(run.printed.stdout).toContain("main: deployment 1 ended: SUCCEED\n");
    expect(run.printed.stdout).toContain("dev: deployment 1 ended: SUCCEED\n");
    expect(widthOf(run.printed.stdout)).toBeLessThanOrEqual(80);
    expect(simulator.requests.count("CreateBranch")).toBe(1);
    expect([startsOf("main"), startsOf("dev")]).toEqual([1, 1]);
    expect(simulator.state.uploads(appId, "dev", "1").get("site.zip")).toBe("the site".length);
  });

  test("looks before it repeats a write that may have taken effect", async () => {
    outage("CreateBranch", { applied: true, times: 1 });
    outage("StartDeployment", { applied: true, times: 1 });
    const run = deploy("dev");
    await run.shows(/deployment 1 started/);
    clock.advance(JOB_MS);
    expect(await run.ended).toBe(0);
    expect(run.printed.stdout).toBe(
      "CreateBranch failed, yet it took effect\n" +
        "dev: branch created\n" +
        "StartDeployment failed, yet it took effect\n" +
        "dev: deployment 1 started\n" +
        "dev: deployment 1 ended: SUCCEED\n",
    );
    expect(simulator.requests.count("CreateBranch")).toBe(1);
    expect(simulator.requests.count("StartDeployment")).toBe(1);
  });

  test("repeats a write that had no effect, after a look", async () => {
    outage("StartDeployment", { times: 1 });
    const run = deploy("main");
    await run.shows(/deployment 1 started/);
    clock.advance(JOB_MS);
    expect(await run.ended).toBe(0);
    const order = [...simulator.requests].map(({ operation }) => operation);
    const first = order.indexOf("StartDeployment");
    expect(order.slice(first, first + 3)).toEqual(["StartDeployment", "GetJob", "StartDeployment"]);
  });

  test("does not look for a write that was not sent", async () => {
    outage("StartDeployment", { retryAfterSeconds: 20 });
    simulator.faults.inject({ kind: "latency", ms: 1, operations: "CreateBranch" });
    const run = deploy("main", "dev");
    await run.shows(/^StartDeployment is out /m);
    clock.advance(1);
    await run.shows(/^StartDeployment was not sent: its circuit is open, next chance in \d+ ms$/m);
    const looks = simulator.requests.of("GetJob").map(({ path }) => path);
    expect(looks.length).toBe(2);
    expect(looks.filter((path) => path.includes("/dev/"))).toEqual([]);
    run.child.kill("SIGINT");
    expect(await run.ended).toBe(130);
    // It waits for the circuit, and does not ask again and again.
    expect(run.printed.stdout.split("was not sent").length - 1).toBe(1);
    expect(widthOf(run.printed.stdout)).toBeLessThanOrEqual(80);
  });

  test("ends with 1, and repeats nothing, where the fault is the caller's", async () => {
    appId = "d0unknown";
    const run = deploy("main");
    expect(await run.ended).toBe(1);
    expect(run.printed.stderr).toMatch(/^main: NotFoundException: .*\n$/);
    expect(simulator.requests.count("CreateBranch")).toBe(1);
  });

  test("ends with 1 where the deployment fails", async () => {
    const run = deploy("main");
    await run.shows(/deployment 1 started/);
    simulator.faults.inject({
      kind: "response",
      operations: "GetJob",
      status: 200,
      body: { job: { summary: { status: "FAILED" }, steps: [] } },
    });
    expect(await run.ended).toBe(1);
    expect(run.printed.stdout).toContain("main: deployment 1 ended: FAILED\n");
  });

  test.each([
    ["while it polls", { operations: "DeleteApp", sign: /deployment 1 started/ }],
    ["in an outage", { operations: "*", sign: /GetBranch is out/ }],
  ])("Ctrl-C ends it %s, with 130 and a line", async (_when, { operations, sign }) => {
    outage(operations);
    const run = deploy("main");
    await run.shows(sign);
    run.child.kill("SIGINT");
    expect(await run.ended).toBe(130);
    expect(run.printed.stdout).toMatch(/\nmain: stopped\n$/);
    expect(run.printed.stderr).toBe("");
  });

  test("says how to use it where an argument is missing, and ends with 2", async () => {
    const run = deploy();
    expect(await run.ended).toBe(2);
    expect(run.printed.stderr).toMatch(/^Usage: node examples\/deploy-service\.js <appId>/);
    expect(widthOf(run.printed.stderr)).toBeLessThanOrEqual(80);
  });
});
