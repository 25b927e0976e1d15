/** One question, and how it is answered. */
export interface Benchmark {
  /** What `npm run bench -- NAME` calls it. */
  readonly name: string;
  readonly question: string;
  run(context: BenchmarkContext): Promise<Findings>;
}

/** What a benchmark is run with. */
export interface BenchmarkContext {
  /** Shorter, for a first look: fewer rounds, shorter outages. Not what the results table is made of. */
  readonly isQuick: boolean;
  /** Says on the progress line what is being done. */
  readonly progress: (text: string) => void;
}

/** What a benchmark found. */
export interface Findings {
  readonly tables: readonly Table[];
  readonly targets: readonly Target[];
  /** All there is beside what the tables show; goes into the JSON. */
  readonly data?: unknown;
  /** Further files beside the JSON, by name: plots. */
  readonly files?: Readonly<Record<string, string>>;
}

export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
  /** What a reader should know to read it right. */
  readonly note?: string;
}

export type Cell = string | number;

/** Something that was to be reached, and whether it was. */
export interface Target {
  readonly text: string;
  readonly measured: string;
  readonly isMet: boolean;
}
