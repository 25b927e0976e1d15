/** What can be varied, and the values each of it can take. */
export type Axes = Readonly<Record<string, readonly unknown[]>>;

/** One value of each axis. */
export type RowOf<Given extends Axes> = { readonly [Name in keyof Given]: Given[Name][number] };

/** How many rows are drawn for each that is taken. */
const candidates = 10;

/** Places in the axes' lists of values; `undefined` where none was chosen yet. */
type Choice = readonly (number | undefined)[];

/** Every pair of values of any two axes, as a text each. */
export function allPairs(sizes: readonly number[]): Set<string> {
  const pairs = sizes.flatMap((size, one) =>
    sizes.slice(one + 1).flatMap((otherSize, index) => {
      const valuePairs = numbersTo(size).flatMap((a) => numbersTo(otherSize).map((b) => [a, b] as const));
      return valuePairs.map(([a, b]) => pairOf(one, a, one + 1 + index, b));
    }),
  );
  return new Set(pairs);
}

/** The pairs that a row contains. */
export function pairsIn(choice: Choice): string[] {
  const pairs: string[] = [];
  for (const [one, a] of choice.entries()) {
    for (const [other, b] of choice.entries()) {
      if (one < other && a !== undefined && b !== undefined) pairs.push(pairOf(one, a, other, b));
    }
  }
  return pairs;
}

/**
 * Few rows that together contain every pair of values of any two axes.
 *
 * Greedy: of some rows drawn at random, each built value by value so as to contain new pairs, the one with most of them
 * is taken, until there are no new ones.
 */
export function coverPairs<Given extends Axes>(axes: Given, random: () => number): RowOf<Given>[] {
  const names = Object.keys(axes);
  const sizes = names.map((name) => axes[name]?.length ?? 0);
  const missing = allPairs(sizes);
  const rows: RowOf<Given>[] = [];
  while (missing.size > 0) {
    let best: number[] = [];
    let most = 0;
    for (let drawn = 0; drawn < candidates; drawn++) {
      const choice = drawRow(sizes, missing, random);
      const gain = gainOf(choice, missing);
      if (gain > most) [best, most] = [choice, gain];
    }
    for (const pair of pairsIn(best)) missing.delete(pair);
    rows.push(
      Object.fromEntries(names.map((name, axis) => [name, axes[name]?.[best[axis] ?? 0]])) as RowOf<Given>,
    );
  }
  return rows;
}

/** A row that begins with a missing pair; its other values are chosen in random order, each for most new pairs. */
function drawRow(sizes: readonly number[], missing: ReadonlySet<string>, random: () => number): number[] {
  const choice: (number | undefined)[] = sizes.map(() => undefined);
  const start = [...missing][Math.floor(random() * missing.size)] ?? "";
  const [one = 0, a = 0, other = 0, b = 0] = start.split(" ").map(Number);
  choice[one] = a;
  choice[other] = b;
  for (const axis of shuffled(sizes.length, random)) {
    choice[axis] ??= bestValue(axis, shuffled(sizes[axis] ?? 0, random), choice, missing);
  }
  return choice.map((value) => value ?? 0);
}

/** Of the values that bring as many new pairs as any other, the first. */
function bestValue(
  axis: number,
  values: readonly number[],
  choice: Choice,
  missing: ReadonlySet<string>,
): number {
  let best = 0;
  let most = -1;
  for (const value of values) {
    const gain = gainOf(choice.with(axis, value), missing);
    if (gain > most) [best, most] = [value, gain];
  }
  return best;
}

/** The numbers from 0 up to `count`, in random order. */
function shuffled(count: number, random: () => number): number[] {
  const places = numbersTo(count).map((number) => ({ number, place: random() }));
  return places.toSorted((a, b) => a.place - b.place).map(({ number }) => number);
}

function numbersTo(count: number): number[] {
  return Array.from({ length: count }, (_, number) => number);
}

function gainOf(choice: Choice, missing: ReadonlySet<string>): number {
  return pairsIn(choice).filter((pair) => missing.has(pair)).length;
}

function pairOf(one: number, a: number, other: number, b: number): string {
  return `${one} ${a} ${other} ${b}`;
}
