import { createHook } from "node:async_hooks";

/** Counts the timers that are set, whether they hold the process open or not. */
export class TimerCount {
  readonly #alive = new Set<number>();
  readonly #hook = createHook({
    init: (id, type) => {
      if (type === "Timeout") this.#alive.add(id);
    },
    destroy: (id) => void this.#alive.delete(id),
  });

  constructor() {
    this.#hook.enable();
  }

  get count(): number {
    return this.#alive.size;
  }

  stop(): void {
    this.#hook.disable();
  }
}
