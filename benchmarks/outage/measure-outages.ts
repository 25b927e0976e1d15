import { availableParallelism } from "node:os";
import { startProcess } from "../harness/child.ts";
import { Questions } from "../harness/questions.ts";
import type { MeasuredRun } from "./measured-run.ts";
import { runWithin, type Job } from "./run-within.ts";
import { loadOf, type RunSpec } from "./run-spec.ts";

/** Calls per second that keep a core about half busy, with the service that answers them. */
const callsPerSecondPerCore = 450;
/** When the timers of a process are later than that, something else had the machine. */
const calmMs = 40;
const mostAttempts = 3;

interface MeasureOptions {
  /** How many runs may be repeated, all in all, because the machine was busy. */
  readonly mostRepeats: number;
  readonly progress: (text: string) => void;
}

/** All runs, and how many times one was repeated because the machine was busy with other things. */
export interface Measurements {
  readonly runs: readonly MeasuredRun[];
  readonly repeated: number;
}

/**
 * Sends every subject through every batch, each subject from a process of its own.
 *
 * A batch's subjects follow each other closely, several at a time, so that the machine's moods meet all alike.
 */
export async function measureOutages(
  subjects: readonly string[],
  plan: readonly (readonly RunSpec[])[],
  { mostRepeats, progress }: MeasureOptions,
): Promise<Measurements> {
  const capacity = callsPerSecondPerCore * availableParallelism();
  const drivers = await startDrivers(subjects, progress);
  let begun = 0;
  let repeated = 0;
  const jobOf = (subject: string, batch: readonly RunSpec[]): Job<readonly MeasuredRun[]> => ({
    lane: subject,
    load: loadOfBatch(batch),
    async run() {
      begun += 1;
      progress(`${begun} of ${subjects.length * plan.length}: ${describeBatch(batch)}, ${subject}`);
      const run = async (): Promise<readonly MeasuredRun[]> => driverOf(drivers, subject).ask(batch);
      let calmest = await run();
      for (
        let attempt = 2;
        attempt <= mostAttempts && !isCalm(calmest) && repeated < mostRepeats;
        attempt += 1
      ) {
        repeated += 1;
        const again = await run();
        if (latenessOf(again) < latenessOf(calmest)) calmest = again;
      }
      return calmest;
    },
  });
  const jobs = plan.flatMap((batch, index) =>
    turned(subjects, index).map((subject) => jobOf(subject, batch)),
  );
  const runs = (await runWithin(jobs, capacity)).flat();
  for (const driver of drivers.values()) driver.close();
  return { runs, repeated };
}

/** All of them before the first run, and as many at a time as there are cores: a start keeps one busy. */
async function startDrivers(
  subjects: readonly string[],
  progress: (text: string) => void,
): Promise<Map<string, Questions>> {
  const drivers = new Map<string, Questions>();
  const jobs = subjects.map((subject) => ({
    lane: subject,
    load: 1,
    async run(): Promise<void> {
      progress(`rehearsing ${subject}`);
      drivers.set(subject, new Questions((await startProcess("outage-driver", [subject])).child));
    },
  }));
  await runWithin(jobs, availableParallelism());
  return drivers;
}

function driverOf(drivers: ReadonlyMap<string, Questions>, subject: string): Questions {
  const driver = drivers.get(subject);
  if (driver === undefined) throw new Error(`nobody drives "${subject}"`);
  return driver;
}

function loadOfBatch(batch: readonly RunSpec[]): number {
  return batch.reduce((sum, spec) => sum + loadOf(spec), 0);
}

function latenessOf(runs: readonly MeasuredRun[]): number {
  return Math.max(...runs.map(({ driver }) => driver.delayP99Ms));
}

/** Otherwise it is measured again, and the calmest counts. */
function isCalm(runs: readonly MeasuredRun[]): boolean {
  return latenessOf(runs) <= calmMs;
}

/** In each batch somebody else begins. */
function turned(subjects: readonly string[], by: number): string[] {
  const first = by % subjects.length;
  return [...subjects.slice(first), ...subjects.slice(0, first)];
}

function describeBatch(batch: readonly RunSpec[]): string {
  const rates = [...new Set(batch.map(({ callsPerSecond }) => callsPerSecond))];
  const scenarios = [...new Set(batch.map(({ scenario }) => scenario.name))];
  return `${scenarios.join(", ")} at ${rates.join(" and ")}/s`;
}
