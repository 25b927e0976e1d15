import { PerformanceObserver } from "node:perf_hooks";
import { setImmediate as nextTurn } from "node:timers/promises";

/** Forces a collection; only where Node.js was started with `--expose-gc`. */
export type Collect = () => unknown;

/** Bytes that a call leaves on the heap, its own garbage included, as the mean over `calls` calls. */
export async function allocatedBytes(
  fire: () => Promise<unknown>,
  calls: number,
  collect: Collect,
): Promise<number> {
  await Promise.resolve(collect());
  const collections = new CollectionCount();
  await collections.settle();
  collections.reset();
  const before = process.memoryUsage().heapUsed;
  for (let call = 0; call < calls; call++) await fire();
  const after = process.memoryUsage().heapUsed;
  await collections.settle();
  const count = collections.stop();
  if (count > 0) throw new Error(`garbage was collected ${count} times between two readings of the heap`);
  return (after - before) / calls;
}

/** How often garbage was collected; a collection in between would hide what had been allocated before it. */
class CollectionCount {
  #count = 0;
  readonly #observer = new PerformanceObserver((list) => void (this.#count += list.getEntries().length));

  constructor() {
    this.#observer.observe({ entryTypes: ["gc"] });
  }

  /** Node.js reports collections some turns of the event loop later. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 5; turn++) await nextTurn();
  }

  reset(): void {
    this.#count = 0;
  }

  stop(): number {
    this.#observer.disconnect();
    return this.#count;
  }
}
