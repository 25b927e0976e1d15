import { Bench } from "tinybench";
import { median, quantile } from "./quantile.ts";

/** One of several that do the same work. */
export interface Contender {
  readonly name: string;
  /** Does the work `callsPerRun` times. */
  readonly run: () => Promise<void> | void;
  readonly callsPerRun: number;
}

/** How long the contenders are measured. */
export interface RoundsOptions {
  readonly rounds: number;
  /** Milliseconds each contender works in each round. */
  readonly turnMs: number;
  /** The contender all others are compared with. */
  readonly baseline: string;
  readonly onRound?: ((round: number) => void) | undefined;
}

/** What one contender's work cost. */
export interface Measured {
  readonly name: string;
  /** Median over the rounds of the mean microseconds a call took. */
  readonly microseconds: number;
  /** Median over the rounds of its time as a multiple of the baseline's in the same round. */
  readonly ratio: number;
  /** The quartiles of these ratios: half of all rounds lay between them. */
  readonly spread: readonly [number, number];
}

/**
 * Measures contenders by turns, in many short rounds.
 *
 * What else the machine does meets all contenders of a round alike, so a round's ratio holds where its times do not. A
 * turn counts with its mean, not its median: the garbage a contender makes is part of its price.
 */
export async function measureInRounds(
  contenders: readonly Contender[],
  { rounds, turnMs, baseline, onRound }: RoundsOptions,
): Promise<Measured[]> {
  for (const contender of contenders) await meanMicroseconds(contender, turnMs);
  const times = await inRounds(contenders, async (one) => meanMicroseconds(one, turnMs), { rounds, onRound });
  const base = times[contenders.findIndex(({ name }) => name === baseline)];
  if (base === undefined) throw new Error(`no contender is named "${baseline}"`);
  return contenders.map(({ name }, index) => summarize(name, times[index] ?? [], base));
}

/** Measures each of several once in every round, in an order of the round's own; each one's figures, by round. */
export async function inRounds<One, Figure>(
  all: readonly One[],
  measure: (one: One) => Promise<Figure>,
  { rounds, onRound }: Pick<RoundsOptions, "rounds" | "onRound">,
): Promise<Figure[][]> {
  const figures = all.map((): Figure[] => []);
  for (let round = 0; round < rounds; round++) {
    onRound?.(round);
    // Nobody always comes after the same neighbour's garbage.
    for (const index of shuffled(all.length)) {
      const one = all[index];
      if (one !== undefined) figures[index]?.push(await measure(one));
    }
  }
  return figures;
}

/** Sets a contender's times beside the baseline's, round by round. */
export function summarize(name: string, times: readonly number[], base: readonly number[]): Measured {
  const ratios = times.map((time, round) => time / (base[round] ?? Number.NaN));
  return {
    name,
    microseconds: median(times),
    ratio: median(ratios),
    spread: [quantile(ratios, 0.25), quantile(ratios, 0.75)],
  };
}

async function meanMicroseconds({ name, run, callsPerRun }: Contender, turnMs: number): Promise<number> {
  const bench = new Bench({ time: turnMs, iterations: 1, warmup: false, throws: true });
  bench.add(name, async () => run());
  const [task] = await bench.run();
  if (task?.result.state !== "completed") throw new Error(`${name} did not complete its turn`);
  return (task.result.latency.mean * 1_000) / callsPerRun;
}

function shuffled(length: number): number[] {
  return Array.from({ length }, (_, index) => ({ index, key: Math.random() }))
    .toSorted((one, other) => one.key - other.key)
    .map(({ index }) => index);
}
