import {
  loneBreakers,
  baseline,
  callName,
  circuitName,
  limitedCockatiels,
} from "./breaker-alone/contenders.ts";
import type { Benchmark, BenchmarkContext, Findings, Table, Target } from "./harness/benchmark.ts";
import { startProcess } from "./harness/child.ts";
import { measureInRounds, type Measured, type RoundsOptions } from "./harness/rounds.ts";

/** What a breaker itself costs, where neither a client nor a network hides it. */
export const breakerAlone: Benchmark = {
  name: "breaker-alone",
  question: "what does the breaker alone cost, around a function that does nothing?",
  async run(context): Promise<Findings> {
    const { isQuick, progress } = context;
    const rounds = isQuick ? 15 : 60;
    const onRound = (round: number): void => progress(`time, round ${round + 1} of ${rounds}`);
    const time = await measureLoneBreakers({ rounds, turnMs: 60, onRound });
    const bytes = await measureBytes(context);
    return { tables: [table(time, bytes)], targets: targets(time), data: { time, bytes } };
  },
};

const callsPerRun = 2_000;

/**
 * Microseconds per call, beside opossum's.
 *
 * @param names - which to measure; all, where nothing is said
 */
export async function measureLoneBreakers(
  options: Omit<RoundsOptions, "baseline">,
  names: readonly string[] = loneBreakers.map(({ name }) => name),
): Promise<Measured[]> {
  const made = loneBreakers
    .filter(({ name }) => names.includes(name))
    .map(({ name, make }) => ({ name, breaker: make() }));
  const contenders = made.map(({ name, breaker }) => ({
    name,
    callsPerRun,
    run: async (): Promise<void> => {
      for (let call = 0; call < callsPerRun; call++) await breaker.fire();
    },
  }));
  const measurements = await measureInRounds(contenders, { ...options, baseline });
  for (const { breaker } of made) breaker.close();
  return measurements;
}

async function measureBytes({ progress }: BenchmarkContext): Promise<Record<string, number>> {
  const bytes: Record<string, number> = {};
  // So much young generation that none of it is collected while it is measured, from the start on.
  const flags = ["--expose-gc", "--min-semi-space-size=512", "--max-semi-space-size=512"];
  for (const { name } of loneBreakers) {
    progress(`bytes, ${name}`);
    const { message } = await startProcess("breaker-bytes", [name], flags);
    bytes[name] = message as number;
  }
  return bytes;
}

function table(time: readonly Measured[], bytes: Readonly<Record<string, number>>): Table {
  return {
    title: "One call of a function that does nothing",
    columns: ["", "timer", "µs", "× opossum, defaults", "half of all rounds", "bytes allocated"],
    rows: loneBreakers.map(({ name, timeLimit }) => {
      const one = measuredOf(time, name);
      return [
        name,
        timeLimit,
        one.microseconds.toFixed(2),
        one.ratio.toFixed(3),
        one.spread.map((end) => end.toFixed(2)).join(" – "),
        (bytes[name] ?? Number.NaN).toFixed(0),
      ];
    }),
    note:
      "Every µs holds what it takes to await the function itself (first row). Who has a timer starts and clears it for " +
      "each call. *Circuit alone* is what our circuit does for a call: it lets it through, counts its verdict and takes the lease " +
      "back; deadline, abort, attempts and events are the call's business and not in it. *Whole call* is what a user " +
      "gets: all of it at our defaults, around a client whose own `send` is replaced by the function. The bytes were read in " +
      "processes of their own, with no garbage collected in between; memory outside the JavaScript heap is not in them.",
  };
}

function targets(time: readonly Measured[]): Target[] {
  const cockatiel = Math.min(...limitedCockatiels.map((name) => measuredOf(time, name).ratio));
  return [circuitName, callName].flatMap((name) => {
    const { ratio } = measuredOf(time, name);
    return [
      target(`${name}: no slower than opossum's bare fire() at its defaults`, ratio, 1),
      target(`${name}: at most 1/8 of cockatiel with its timeout`, ratio / cockatiel, 1 / 8),
    ];
  });
}

function target(text: string, ratio: number, most: number): Target {
  return { text, measured: `${ratio.toFixed(3)} ×`, isMet: ratio <= most };
}

function measuredOf(measurements: readonly Measured[], name: string): Measured {
  const found = measurements.find((one) => one.name === name);
  if (found === undefined) throw new Error(`"${name}" was not measured`);
  return found;
}
