import type { Fault } from "../../src/testing/index.ts";

/** What goes wrong with the sick operation, and for how long. */
export interface Scenario {
  readonly name: string;
  readonly faultMs: number;
  readonly fault: Fault;
}

/** Nothing but errors, as Amplify sends them. */
function outage(name: string, faultMs: number): Scenario {
  return { name, faultMs, fault: { kind: "error", error: "InternalFailureException" } };
}

/** Each request fails with the same chance, whatever became of the one before. */
function brownOut(percent: number): Scenario {
  const fault: Fault = { kind: "error", error: "InternalFailureException", rate: percent / 100 };
  return { name: `brown-out ${percent} %`, faultMs: 15_000, fault };
}

export const blip50: Scenario = outage("50 ms", 50);
export const blip200: Scenario = outage("200 ms", 200);
export const outage1: Scenario = outage("1 s", 1_000);
export const outage8: Scenario = outage("8 s", 8_000);
export const outage60: Scenario = outage("60 s", 60_000);
export const brownOut10: Scenario = brownOut(10);
export const brownOut30: Scenario = brownOut(30);
export const brownOut50: Scenario = brownOut(50);
export const brownOut80: Scenario = brownOut(80);
/** Right answers, 3 s late. */
export const slow: Scenario = { name: "slow", faultMs: 10_000, fault: { kind: "latency", ms: 3_000 } };
/** No answer, ever; longer than the longest timeout of any subject, or none of them would learn of it. */
export const hang: Scenario = { name: "hang", faultMs: 35_000, fault: { kind: "hang" } };

/** In the order in which they are shown. */
export const scenarioNames: readonly string[] = [
  blip50,
  blip200,
  outage1,
  outage8,
  outage60,
  brownOut10,
  brownOut30,
  brownOut50,
  brownOut80,
  slow,
  hang,
].map(({ name }) => name);
