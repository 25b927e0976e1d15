import { setImmediate as nextTurn } from "node:timers/promises";

/** Bytes in use on the heap when all is collected that can be. */
export async function collectedHeap(): Promise<number> {
  const collect = globalThis.gc;
  if (collect === undefined) throw new Error("a soak needs --expose-gc");
  // What is collected lets go of more, some of it in later turns.
  for (let round = 0; round < 4; round++) {
    collect();
    for (let turn = 0; turn < 20; turn++) await nextTurn();
  }
  return process.memoryUsage().heapUsed;
}
