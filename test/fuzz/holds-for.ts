import * as fc from "fast-check";
import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, vi } from "vitest";

/** Fixed, so that `npm test` says the same each time; another one finds other things. */
const seed = Number(process.env["FUZZ_SEED"] ?? 20_260_101);
const wantedRuns = process.env["FUZZ_RUNS"];

// Who asks for more runs has the time for them.
if (wantedRuns !== undefined) vi.setConfig({ testTimeout: 0 });

const unhandled: unknown[] = [];
process.on("unhandledRejection", (reason) => unhandled.push(reason));
process.on("uncaughtException", (error) => unhandled.push(error));

const prototypes = [
  Object.prototype,
  Array.prototype,
  Function.prototype,
  Error.prototype,
  Promise.prototype,
];
const ownKeys = (): (string | symbol)[][] => prototypes.map((prototype) => Reflect.ownKeys(prototype));
const cleanKeys = ownKeys();

/**
 * Asserts that a property holds for many inputs, and that after each of them no prototype is polluted and nothing was
 * left unhandled.
 *
 * @param runs - how many inputs where the environment variable FUZZ_RUNS does not ask for a number of its own
 */
export async function holdsFor<Input>(
  inputs: fc.Arbitrary<Input>,
  runs: number,
  property: (input: Input) => unknown,
): Promise<void> {
  const checked = fc.asyncProperty(inputs, async (input) => {
    await property(input);
    await nextTurn();
    expect(unhandled.splice(0)).toEqual([]);
    expect(ownKeys()).toEqual(cleanKeys);
  });
  await fc.assert(checked, { seed, numRuns: wantedRuns === undefined ? runs : Number(wantedRuns) });
}
