import { AsyncLocalStorage } from "node:async_hooks";

/** The part of the SDK's middleware contract that is needed here. */
export type Handler = (args: unknown) => Promise<unknown>;

/** What one SDK attempt is run through. */
export interface AttemptObserver {
  /**
   * Takes the first pipeline it is offered as its own; `false` for any other.
   *
   * @param pipeline - the SDK's context of it
   */
  claimPipeline(pipeline: object): boolean;
  /** Makes one attempt, and hears how it went. */
  observeAttempt(next: Handler, args: unknown): Promise<unknown>;
}

type Middleware = (next: Handler, context: unknown) => Handler;

/** The part of a client's middleware stack that is needed here. */
export interface MiddlewareStackLike {
  add(middleware: Middleware, options: object): void;
}

/** Whose pipeline is being built at this moment, where it is built within `send`, for that one call. */
let building: AttemptObserver | undefined;

/**
 * Tells apart whose pipeline it is where `send` was patched, and others' calls may come before the pipeline is built.
 *
 * Not where it can be avoided: once it was used, Node.js 20 runs hooks for every promise of the process, which makes the
 * SDK's own calls a quarter dearer.
 */
const current = new AsyncLocalStorage<AttemptObserver>();

/**
 * Runs `send` so that the attempts it makes are seen by `observer`.
 *
 * @param buildsAtOnce - whether `send` builds a pipeline for this call alone before it returns
 */
export function observeAttempts<Result>(
  observer: AttemptObserver,
  send: () => Result,
  buildsAtOnce: boolean,
): Result {
  if (!buildsAtOnce) return current.run(observer, send);
  const outer = building;
  building = observer;
  try {
    return send();
  } finally {
    building = outer;
  }
}

const attemptMiddleware: Middleware = (next, context) => {
  // The SDK makes a context for each pipeline.
  const pipeline = typeof context === "object" && context !== null ? context : {};
  const builder = building;
  if (builder !== undefined) {
    // Only the first pipeline is the call's own: one that is built within it belongs to somebody's middleware.
    building = undefined;
    builder.claimPipeline(pipeline);
    return (args) => builder.observeAttempt(next, args);
  }
  if (current.getStore()?.claimPipeline(pipeline) !== true) return next;
  return (args) => {
    // Asked anew: with `cacheMiddleware` the SDK keeps the pipeline, and sends others' calls through it.
    const observer = current.getStore();
    return observer?.claimPipeline(pipeline) === true ? observer.observeAttempt(next, args) : next(args);
  };
};

/**
 * Puts the one middleware of this package onto a client's stack; calls that are not observed never meet it.
 *
 * The `deserialize` step lies inside the SDK's retries and signing, so that it sees each attempt and only attempts.
 */
export function installAttemptMiddleware(stack: MiddlewareStackLike): void {
  stack.add(attemptMiddleware, {
    name: "amplifyBreakerAttemptMiddleware",
    step: "deserialize",
    priority: "high",
    override: true,
  });
}
