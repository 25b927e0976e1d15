import { expect, test } from "vitest";
import { readEnvironment } from "../../../benchmarks/harness/environment.ts";

test("names the machine and the version of every package that is compared", () => {
  const { node, cores, packages } = readEnvironment();
  expect(node).toBe(process.version);
  expect(cores).toBeGreaterThan(0);
  expect(Object.keys(packages)).toEqual(["@aws-sdk/client-amplify", "opossum", "cockatiel", "mollitia"]);
  for (const version of Object.values(packages)) expect(version).toMatch(/^\d+\.\d+\.\d+/);
});
