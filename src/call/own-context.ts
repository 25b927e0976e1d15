import { AsyncResource } from "node:async_hooks";

/**
 * The async context in which a call was made, for what others cause to happen to it: whoever traces, or looks up the
 * current request, must find the call's own and not that of the call, timer or operator that ended its wait.
 *
 * Kept only by those to whom that can happen: most calls are told of by their own promises.
 */
export class OwnContext {
  #resource: AsyncResource | undefined;

  /** To be called in the context that is meant. */
  keep(): void {
    this.#resource ??= new AsyncResource("AmplifyBreakerCall");
  }

  /** Runs something in the context that was kept, or in the present one where none was. */
  run<Result>(act: () => Result): Result {
    return this.#resource === undefined ? act() : this.#resource.runInAsyncScope(act);
  }
}
