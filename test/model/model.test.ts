import fc from "fast-check";
import { expect, test } from "vitest";
import { programs } from "./commands.ts";
import { playProgram } from "./play-program.ts";
import { setups } from "./setup.ts";

test("whatever happens, in whatever order, the circuit does what the model does", async () => {
  await fc.assert(fc.asyncProperty(setups, programs(80), playProgram), { numRuns: Number(process.env["R"] ?? 300), seed: 1 });
  expect(true).toBe(true);
});
