import type { AttemptStop } from "../call/attempt-stop.ts";

/** What `send` was given beside the command. */
export type SendOptions = Readonly<Record<string, unknown>>;

/** The part of a command that tells whether it is like others of its class. */
interface CommandWithStack {
  readonly middlewareStack?: { identify(): readonly string[] };
}

/** Options of `send`, with what is ours taken out. */
export interface SplitOptions {
  readonly override: unknown;
  readonly sdkOptions: SendOptions | undefined;
}

/** Takes `breaker` out of the options of `send`; the SDK gets no options where there were no others. */
export function splitOptions(options: SendOptions | undefined): SplitOptions {
  if (typeof options !== "object" || options === null || !("breaker" in options)) {
    return { override: undefined, sdkOptions: options };
  }
  const { breaker: override, ...sdkOptions } = options;
  return { override, sdkOptions: Object.keys(sdkOptions).length === 0 ? undefined : sdkOptions };
}

/**
 * Shows the signal to the SDK's request handler, which asks for it at each attempt, and not to its retry loop, which asks
 * once at the beginning and would race every step of its own against it. A caller without a signal loses nothing by that: a
 * call that ends between two attempts is settled by its flight.
 *
 * The getter is an own property, so that a copy has the signal too, and one for all, so that all have the same shape.
 */
class AttemptOptions {
  declare readonly stop: AttemptStop;

  constructor(stop: AttemptStop) {
    Object.defineProperty(this, "stop", { value: stop });
    Object.defineProperty(this, "abortSignal", shownInAttempts);
  }
}

const shownInAttempts: PropertyDescriptor & ThisType<AttemptOptions> = {
  enumerable: true,
  get() {
    return this.stop.isAttempting ? this.stop.signal : undefined;
  },
};

/**
 * Without a signal of ours, just what the caller gave.
 *
 * @param isSdkSend - whether nobody but the SDK gets to see them
 */
export function rawArguments(
  command: object,
  options: SendOptions | undefined,
  stop: AttemptStop | undefined,
  isSdkSend: boolean,
): unknown[] {
  if (stop === undefined) return options === undefined ? [command] : [command, options];
  return [
    command,
    options === undefined && isSdkSend ? new AttemptOptions(stop) : { ...options, abortSignal: stop.signal },
  ];
}

/** Whether nothing but the input tells the call from others of its operation: no middleware and no options of its own. */
export function isPlainCall(command: object, options: SendOptions | undefined): boolean {
  if (Object.keys(options ?? {}).some((name) => name !== "abortSignal")) return false;
  try {
    const { middlewareStack } = command as CommandWithStack;
    return middlewareStack === undefined || middlewareStack.identify().length === 0;
  } catch {
    // A stack that cannot be looked into may hold anything.
    return false;
  }
}
