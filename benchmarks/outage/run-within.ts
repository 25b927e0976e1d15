/** Work that can go on beside other work. */
export interface Job<Result> {
  /** Of jobs with the same lane, one runs at a time. */
  readonly lane: string;
  readonly load: number;
  readonly run: () => Promise<Result>;
}

/**
 * Runs jobs beside each other as long as their loads together stay within `capacity`; a job that is larger runs alone.
 *
 * Nobody overtakes for being small: the next to start is always the first whose lane is free.
 *
 * @returns the results in the order of the jobs
 */
export async function runWithin<Result>(jobs: readonly Job<Result>[], capacity: number): Promise<Result[]> {
  const results = new Map<Job<Result>, Result>();
  const waiting = new Set(jobs);
  const running = new Map<Job<Result>, Promise<void>>();
  while (waiting.size + running.size > 0) {
    const next = nextOf(waiting, [...running.keys()], capacity);
    if (next === undefined) {
      await Promise.race(running.values());
      continue;
    }
    waiting.delete(next);
    const run = async (): Promise<void> => {
      results.set(next, await next.run());
      running.delete(next);
    };
    running.set(next, run());
  }
  return jobs.flatMap((job) => results.get(job) ?? []);
}

function nextOf<Result>(
  waiting: ReadonlySet<Job<Result>>,
  running: readonly Job<Result>[],
  capacity: number,
): Job<Result> | undefined {
  const lanes = new Set(running.map(({ lane }) => lane));
  const load = running.reduce((sum, job) => sum + job.load, 0);
  for (const job of waiting) {
    if (lanes.has(job.lane)) continue;
    return running.length === 0 || load + job.load <= capacity ? job : undefined;
  }
  return undefined;
}
