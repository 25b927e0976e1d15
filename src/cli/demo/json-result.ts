import type { DemoResult } from "./demo-result.ts";

/** Goes up when a member changes its meaning or goes away. */
const VERSION = 1;

/** The result for programs: times rounded to a tenth of a millisecond, null for what did not happen. */
export function jsonResult(result: DemoResult): string {
  return JSON.stringify({ version: VERSION, ...result }, toJson, 2);
}

function toJson(key: string, value: unknown): unknown {
  if (value === undefined) return null;
  return typeof value === "number" && key.endsWith("Ms") ? Math.round(value * 10) / 10 : value;
}
