import * as fc from "fast-check";
import { randomInt } from "node:crypto";
import { setImmediate as nextTurn } from "node:timers/promises";
import { describe, expect, test } from "vitest";
import { programs } from "./commands.ts";
import { plantedDefects } from "./planted-defects.ts";
import { playProgram } from "./play-program.ts";
import { setups } from "./setup.ts";
import { stepsTaken } from "./steps-taken.ts";

const { MODEL_STEPS, MODEL_SEED } = process.env;
/** `npm run test:deep` asks for a million, of another seed each time. */
const stepsWanted = Number(MODEL_STEPS ?? 20_000);
const seed = Number(MODEL_SEED ?? (MODEL_STEPS === undefined ? 1 : randomInt(2 ** 31)));
/** Of one program; most are shorter. */
const mostSteps = 80;
const programsPerSeed = 100;
/** In which each planted defect must be found. */
const mostPrograms = 500;

const property = fc.asyncProperty(setups, programs(mostSteps), playProgram);

test(
  "whatever happens, in whatever order, the circuit does what the model does",
  { timeout: 0 },
  async () => {
    stepsTaken.count = 0;
    let seeds = 0;
    while (stepsTaken.count < stepsWanted) {
      await fc.assert(property, { seed: seed + seeds, numRuns: programsPerSeed });
      seeds++;
    }
    const programsPlayed = seeds * programsPerSeed;
    process.stdout.write(
      `${stepsTaken.count} steps in ${programsPlayed} programs; seeds ${seed} to ${seed + seeds - 1}\n`,
    );
    expect(stepsTaken.count).toBeGreaterThanOrEqual(stepsWanted);
  },
);

describe("the model finds opossum's defect", () => {
  test.each(plantedDefects)("$number: $what", { timeout: 120_000 }, async ({ number, plant }) => {
    const uproot = plant();
    try {
      const { failed, numRuns, errorInstance } = await fc.check(property, {
        seed,
        numRuns: mostPrograms,
        endOnFailure: true,
      });
      expect(failed).toBe(true);
      const difference = errorInstance instanceof Error ? errorInstance.message : "";
      const howSoon = `opossum defect ${number}: found by program ${numRuns}`;
      process.stdout.write(`${howSoon} (${difference.slice(0, 60)} …)\n`);
    } finally {
      await nextTurn();
      uproot();
    }
  });
});
