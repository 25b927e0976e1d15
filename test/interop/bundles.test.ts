import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { bundleProgram, runProgram } from "../scenarios/support/child-program.ts";
import { startSimulator } from "../scenarios/support/simulated-amplify.ts";
import { outageProgram, toldOutage } from "./support/outage-program.ts";

/** The package as it was built, and the SDK of the version that is named. */
function outageWith(sdk: string): string {
  return `
    import { AmplifyClient, ListAppsCommand } from "${sdk}";
    import { withBreakers } from "../../../dist/index.js";
    ${outageProgram}`;
}

/** Runs a bundle through an outage of two requests; a third one arrives when that is over. */
async function liveThroughOutage(path: string, options: readonly string[] = []): Promise<void> {
  const simulator = await startSimulator();
  simulator.faults.inject({ kind: "error", error: "InternalFailureException", times: 2 });
  const { stdout, stderr } = await runProgram(path, [simulator.endpoint, ...options]);
  expect({ stdout, stderr }).toEqual({ stdout: `${toldOutage}\n`, stderr: "" });
  expect(simulator.requests.total).toBe(3);
}

describe("a minified bundle", () => {
  test.each([
    ["cjs", "newest", "@aws-sdk/client-amplify"],
    ["esm", "newest", "@aws-sdk/client-amplify"],
    ["cjs", "oldest", "client-amplify-oldest"],
  ] as const)("for %s, with the %s SDK, lives through an outage (real time)", async (format, _age, sdk) => {
    const path = await bundleProgram(outageWith(sdk), { format, minify: true });
    await liveThroughOutage(path);
  });
});

describe("with the newest opossum", () => {
  const opossum = fileURLToPath(import.meta.resolve("opossum-newest"));

  test.each([
    ["failures in a row", { consecutiveFailures: 2, failureSpanMs: 0 }],
    ["a share of the calls", { consecutiveFailures: false, volumeThreshold: 2 }],
  ])("%s open the circuit, and a probe closes it (real time)", async (_trip, trip) => {
    const path = await bundleProgram(outageWith("@aws-sdk/client-amplify"), { alias: { opossum } });
    const bundle = readFileSync(path, "utf8");
    expect(bundle).toContain("node_modules/opossum-newest/lib/circuit.js");
    expect(bundle).not.toContain("node_modules/opossum/");
    await liveThroughOutage(path, [JSON.stringify(trip)]);
  });
});
