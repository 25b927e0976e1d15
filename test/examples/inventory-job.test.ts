import { beforeEach, describe, expect, test } from "vitest";
import type { AmplifySimulator } from "../../src/testing/index.ts";
import { started } from "../testing/started-simulator.ts";
import type { NodeProcess } from "../scenarios/support/node-process.ts";
import { startExample, widthOf } from "./example-process.ts";

let simulator: AmplifySimulator;
beforeEach(async () => {
  simulator = await started();
});

function takeInventory(...args: readonly string[]): NodeProcess {
  const { endpoint } = simulator;
  return startExample("inventory-job.js", args, { endpoint, env: { INVENTORY_EVERY_MS: "20" } });
}

function breakAll(operations: string) {
  return simulator.faults.inject({ kind: "error", error: "InternalFailureException", operations });
}

function addApps(count: number): void {
  for (let number = 1; number <= count; number += 1) simulator.state.addApp({ name: `app-${number}` });
}

/** The apps that a table lists. */
function appsIn(text: string): string[] {
  return [...text.matchAll(/^(app-\d+) /gm)].map((match) => String(match[1]));
}

describe("examples/inventory-job.js", () => {
  test("shows the last list while Amplify is out, with its age, and the live one again after that", async () => {
    simulator.state.addApp({ name: "shop", branches: [{ branchName: "main", stage: "PRODUCTION" }] });
    simulator.state.addApp({ name: "a-name-that-is-longer-than-its-column" });
    const run = takeInventory();
    await run.shows(/^2 apps\n\n/m);
    expect(run.printed.stdout).toMatch(
      /^APP +BRANCH +STAGE +REMARK\nshop +main +PRODUCTION\na-name-that-is-lo… +-\n2 apps\n\n/,
    );

    const fault = breakAll("*");
    await run.shows(/^shop +main +PRODUCTION +\d+ s OLD \((failure|open)\)$/m);
    await run.shows(/^2 apps, \d+ s OLD \(open\)$/m);
    fault.remove();
    const rounds = run.printed.stdout.split("APP").length;
    await run.shows(/^2 apps$/m, rounds);

    run.child.kill("SIGINT");
    expect(await run.ended).toBe(0);
    expect(run.printed.stderr).toBe("");
    expect(run.printed.stdout).not.toContain("INCOMPLETE");
    expect(widthOf(run.printed.stdout)).toBeLessThanOrEqual(80);
  });

  test("says what is missing of a list that breaks off, and lists the rest from there", async () => {
    addApps(60);
    const firstPage = simulator.requests.next("ListApps");
    const run = takeInventory();
    await firstPage;
    const fault = breakAll("ListApps");
    const [, token = ""] = await run.shows(/^ {2}node examples\/inventory-job\.js (\S+)$/m);
    run.child.kill("SIGINT");
    expect(await run.ended).toBe(0);
    expect(run.printed.stdout).toContain("\n50 apps, INCOMPLETE (InternalFailureException)\n");
    expect(run.printed.stdout).toContain("\nAll after page 1 is missing. To get it, when Amplify is back:\n");

    fault.remove();
    const rest = takeInventory(token);
    expect(await rest.ended).toBe(0);
    expect(rest.printed.stdout).toContain("\n10 apps\n");
    const [part = ""] = run.printed.stdout.split("All after");
    const listed = [...appsIn(part), ...appsIn(rest.printed.stdout)];
    expect(new Set(listed).size).toBe(60);
    expect(listed.length).toBe(60);
  });

  test("marks the apps whose branches are not to be had, and those that are gone", async () => {
    addApps(2);
    simulator.faults.inject({
      kind: "error",
      error: "NotFoundException",
      operations: "ListBranches",
      times: 1,
    });
    simulator.faults.inject({ kind: "empty", status: 504, operations: "ListBranches", times: 3 });
    const run = takeInventory();
    await run.shows(/^2 apps$/m);
    expect(run.printed.stdout).toMatch(
      /REMARK\napp-\d +- +deleted meanwhile\napp-\d +\? +INCOMPLETE \(.+\)\n2 apps/,
    );
    run.child.kill("SIGTERM");
    expect(await run.ended).toBe(0);
  });

  test("ends with 1 where waiting would not help, and says why", async () => {
    simulator.faults.inject({ kind: "error", error: "UnauthorizedException", operations: "ListApps" });
    const run = takeInventory();
    expect(await run.ended).toBe(1);
    expect(run.printed.stderr).toMatch(/^UnauthorizedException: .*\n$/);
    expect(run.printed.stdout).toBe("");
  });

  test("ends quietly when nobody reads its table any more", async () => {
    const run = takeInventory();
    await run.shows(/0 apps/);
    run.child.stdout.destroy();
    expect(await run.ended).toBe(0);
    expect(run.printed.stderr).toBe("");
  });
});
