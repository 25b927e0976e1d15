/** What is read of an import: a process reads one of these, because one disturbs the other. */
export type Reading = "time" | "heap" | "files";

/** One import, in the order they were made. */
export interface ImportCost {
  readonly specifier: string;
  /** Milliseconds until everything was loaded and run; `NaN` unless it is what was read. */
  readonly ms: number;
  /** Bytes on the heap that were not there before, garbage collected; `NaN` unless it is what was read. */
  readonly heapBytes: number;
  /** JavaScript files that were not loaded before; empty unless it is what was read. */
  readonly files: readonly LoadedFile[];
}

export interface LoadedFile {
  readonly path: string;
  readonly bytes: number;
}
