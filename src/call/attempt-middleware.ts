import { AsyncLocalStorage } from "node:async_hooks";

/** What one SDK attempt is run through. */
export interface AttemptObserver {
  /** Takes the first pipeline it is offered as its own; `false` for any other. */
  claimPipeline(pipeline: object): boolean;
  /** Runs one attempt, and hears how it went. */
  observeAttempt<Result>(attempt: () => Promise<Result>): Promise<Result>;
}

/** The part of the SDK's middleware contract that is needed here. */
type Handler = (args: unknown) => Promise<unknown>;
type Middleware = (next: Handler, context: unknown) => Handler;

/** The part of a client's middleware stack that is needed here. */
export interface MiddlewareStackLike {
  add(middleware: Middleware, options: object): void;
}

/**
 * Tells apart whose pipeline is being built.
 *
 * The SDK builds a call's pipeline within `send`, and the context reaches there also where `send` was patched by
 * somebody who awaits something first.
 */
const current = new AsyncLocalStorage<AttemptObserver>();

/** Runs `send` so that the attempts it makes are seen by `observer`. */
export function observeAttempts<Result>(observer: AttemptObserver, send: () => Result): Result {
  return current.run(observer, send);
}

const attemptMiddleware: Middleware = (next) => {
  const pipeline = {};
  // Only the first pipeline is the call's own: one that is built within it belongs to somebody's middleware.
  if (current.getStore()?.claimPipeline(pipeline) !== true) return next;
  return (args) => {
    // Asked anew: with `cacheMiddleware` the SDK keeps the pipeline, and sends others' calls through it.
    const observer = current.getStore();
    return observer?.claimPipeline(pipeline) === true
      ? observer.observeAttempt(() => next(args))
      : next(args);
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
