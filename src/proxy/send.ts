import { Call } from "../call/call.ts";
import type { CallerSignal } from "../call/stop-signal.ts";
import type { CircuitSet } from "../circuit/circuit-set.ts";
import { readProperty } from "../errors/read-property.ts";
import type { ClientBinding } from "./client-binding.ts";
import { operationName } from "./operation-name.ts";

type Callback = (error: unknown, output?: unknown) => void;
type SendOptions = Readonly<Record<string, unknown>>;

/** A command of the SDK, as far as it matters here. */
interface CommandLike {
  readonly input: unknown;
}

/** A client whose calls are protected, and what protects them. */
export interface Protection {
  readonly client: { readonly config: unknown };
  readonly binding: ClientBinding;
  readonly isShutdown: () => boolean;
}

/** The client's own `send`, as it was found at the time of the call. */
export type RawSend = (...args: unknown[]) => unknown;

/** The four forms of `send`: with options or without, with a callback or for a promise. */
export function sendProtected(protection: Protection, rawSend: RawSend, args: readonly unknown[]): unknown {
  const [command, second, third] = args;
  if (!isCommand(command)) return Reflect.apply(rawSend, protection.client, args);
  const options = typeof second === "function" ? undefined : (second as SendOptions | undefined);
  const callback = typeof second === "function" ? second : third;
  const settled = startCall(protection, rawSend, command, options);
  if (typeof callback !== "function") return settled;
  answerCallback(settled, callback as Callback);
  return undefined;
}

/** What is no command gets from the client itself the error it deserves. */
function isCommand(command: unknown): command is CommandLike {
  return typeof command === "object" && command !== null && "input" in command;
}

/** As the SDK does it: what a callback throws is nobody's business. */
function answerCallback(settled: Promise<unknown>, callback: Callback): void {
  settled
    .then(
      (output) => callback(null, output),
      (error: unknown) => callback(error),
    )
    .catch(() => {});
}

function startCall(
  protection: Protection,
  rawSend: RawSend,
  command: CommandLike,
  options: SendOptions | undefined,
): Promise<unknown> {
  const { binding, client } = protection;
  const breakerOptions = binding.directory.options;
  const { clock } = breakerOptions;
  const operation = operationName(command, client.config);
  const calledAt = clock.now();
  const isShutdown = protection.isShutdown();
  const run = (circuits: CircuitSet): Promise<unknown> => {
    const request = {
      operation,
      input: command.input,
      callerSignal: readProperty(options, "abortSignal") as CallerSignal | undefined,
      calledAt,
      send: (abortSignal: AbortSignal | undefined) =>
        Reflect.apply(rawSend, client, rawArguments(command, options, abortSignal)),
    };
    const { events } = circuits;
    return new Call(request, { circuit: circuits.circuit(operation), clock, events, isShutdown }).run();
  };
  if (binding.circuits !== undefined || isShutdown) return run(binding.atOnce());
  return binding.forCall(breakerOptions.forOperation(operation).timeout).then(run);
}

/** Without a signal of ours, just what the caller gave. */
function rawArguments(
  command: CommandLike,
  options: SendOptions | undefined,
  abortSignal: AbortSignal | undefined,
): unknown[] {
  if (abortSignal !== undefined) return [command, { ...options, abortSignal }];
  return options === undefined ? [command] : [command, options];
}
