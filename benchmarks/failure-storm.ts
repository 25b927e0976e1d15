import { ourName, stormSubjects, type StormSubject } from "./failure-storm/storm-subjects.ts";
import type { Benchmark, BenchmarkContext, Findings, Table, Target } from "./harness/benchmark.ts";
import { inRounds, summarize, type Measured } from "./harness/rounds.ts";
import type { BareBreaker } from "./subjects/bare/bare-breaker.ts";

const sizes = [1_000, 10_000, 100_000] as const;
const [smallest] = sizes;
const largest = 100_000;

/** Whether a breaker becomes a burden in the very moment it is there for. */
export const failureStorm: Benchmark = {
  name: "failure-storm",
  question: "what does a failing call's verdict cost, the fuller the window is?",
  async run(context): Promise<Findings> {
    const storms = await measureStorms(context);
    return { tables: [table(storms)], targets: [target(storms)], data: storms };
  },
};

/** One subject's cost per failing verdict. */
interface Storm {
  readonly name: string;
  /** By verdicts in the window; ratios are those to the smallest window of the same subject in the same round. */
  readonly bySize: Readonly<Record<number, Measured>>;
  /** As a multiple of ours at the largest window. */
  readonly besideOurs: Measured;
}

async function measureStorms({ isQuick, progress }: BenchmarkContext): Promise<Storm[]> {
  const rounds = isQuick ? 6 : 40;
  const turns = stormSubjects.flatMap((subject) => sizes.map((size) => ({ subject, size })));
  const onRound = (round: number): void => progress(`round ${round + 1} of ${rounds}`);
  for (const subject of stormSubjects) await microsecondsPerVerdict(subject, smallest);
  const times = await inRounds(turns, async ({ subject, size }) => microsecondsPerVerdict(subject, size), {
    rounds,
    onRound,
  });
  const timesOf = (name: string, size: number): readonly number[] =>
    times[turns.findIndex((turn) => turn.subject.name === name && turn.size === size)] ?? [];
  return stormSubjects.map(({ name }) => ({
    name,
    bySize: Object.fromEntries(
      sizes.map((size) => [size, summarize(name, timesOf(name, size), timesOf(name, smallest))]),
    ),
    besideOurs: summarize(name, timesOf(name, largest), timesOf(ourName, largest)),
  }));
}

/** A breaker of its own for each turn, because what is measured changes what is in the window. */
async function microsecondsPerVerdict(subject: StormSubject, size: number): Promise<number> {
  const { name, verdictsPerTurn } = subject;
  const breaker = await subject.fill(size);
  await fireFailing(breaker, Math.ceil(verdictsPerTurn / 10));
  const begun = performance.now();
  await fireFailing(breaker, verdictsPerTurn);
  const milliseconds = performance.now() - begun;
  if (!breaker.isClosed()) throw new Error(`${name} opened with ${size} verdicts: a storm needs it closed`);
  breaker.close();
  return (milliseconds * 1_000) / verdictsPerTurn;
}

async function fireFailing(breaker: BareBreaker, times: number): Promise<void> {
  for (let fired = 0; fired < times; fired++) {
    try {
      await breaker.fire();
    } catch {
      // It is meant to.
    }
  }
}

function table(storms: readonly Storm[]): Table {
  return {
    title: "One failing verdict, by how many verdicts the window holds",
    columns: [
      "",
      ...sizes.map((size) => `µs at ${size.toLocaleString("en")}`),
      "growth from 1,000 to 100,000",
      "half of all rounds",
      "× us at 100,000",
    ],
    rows: storms.map(({ name, bySize, besideOurs }) => [
      name,
      ...sizes.map((size) => (bySize[size]?.microseconds ?? Number.NaN).toFixed(1)),
      `${(bySize[largest]?.ratio ?? Number.NaN).toFixed(2)} ×`,
      (bySize[largest]?.spread ?? []).map((end) => end.toFixed(2)).join(" – "),
      besideOurs.ratio.toFixed(2),
    ]),
    note:
      "Breakers alone, without timers, around a function that rejects at once. The window is full of successes before, so that " +
      "every breaker stays closed at its own thresholds and each failing verdict is counted and weighed; only our streak of " +
      "failures, which would open the circuit, has its threshold out of reach. opossum's window is filled with latencies " +
      "between 10 and 39 ms, spread over its ten buckets, because it sorts them at every failure unless its percentiles are off. " +
      "mollitia's sliding window is as long as there are verdicts, which are put into it as well. cockatiel and we count by slices of time.",
  };
}

function target(storms: readonly Storm[]): Target {
  const growth = storms.find(({ name }) => name === ourName)?.bySize[largest]?.ratio ?? Number.NaN;
  return {
    text: "ours is flat: at 100,000 verdicts at most 1.5 × what it costs at 1,000",
    measured: `${growth.toFixed(2)} ×`,
    isMet: growth <= 1.5,
  };
}
