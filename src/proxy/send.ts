import { Call } from "../call/call.ts";
import type { CallerSignal } from "../call/stop-signal.ts";
import type { CircuitSet } from "../circuit/circuit-set.ts";
import { readProperty } from "../errors/read-property.ts";
import { applyOverride } from "../options/call-override.ts";
import type { ClientBinding } from "./client-binding.ts";
import type { ClientLifetime } from "./client-lifetime.ts";
import { operationName } from "./operation-name.ts";
import { isPlainCall, rawArguments, splitOptions, type SendOptions } from "./send-options.ts";

type Callback = (error: unknown, output?: unknown) => void;

/** A command of the SDK, as far as it matters here. */
interface CommandLike {
  readonly input: unknown;
}

/** A client whose calls are protected, and what protects them. */
export interface Protection {
  readonly client: { readonly config: unknown };
  readonly binding: ClientBinding;
  readonly lifetime: ClientLifetime;
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

async function rejected(error: unknown): Promise<never> {
  throw error;
}

function startCall(
  protection: Protection,
  rawSend: RawSend,
  command: CommandLike,
  options: SendOptions | undefined,
): Promise<unknown> {
  const { binding, client, lifetime } = protection;
  const { settings } = binding.directory;
  const { clock } = settings;
  const { override, sdkOptions } = splitOptions(options);
  const operation = operationName(command, client.config);
  const { input } = command;
  const callerSignal = readProperty(sdkOptions, "abortSignal") as CallerSignal | undefined;
  const calledAt = clock.now();
  // A signal that was aborted before is the SDK's to answer for.
  const watchedSignal = callerSignal?.aborted === true ? undefined : callerSignal;
  const isShutdown = protection.isShutdown();
  const run = (circuits: CircuitSet): Promise<unknown> => {
    const route = circuits.route(operation, input);
    const { options: callOptions, bypass } = applyOverride(route.options, override, operation);
    const request = {
      operation,
      input,
      callerSignal,
      isAbandoned: watchedSignal?.aborted === true,
      calledAt,
      isBypass: bypass,
      isPlain: () => override === undefined && isPlainCall(command, sdkOptions),
      send: (abortSignal: AbortSignal | undefined) => {
        const sent: unknown = Reflect.apply(rawSend, client, rawArguments(command, sdkOptions, abortSignal));
        if (callOptions.coalesce && binding.scope !== undefined) lifetime.lend(sent);
        return sent;
      },
    };
    const answers = binding.answers(circuits);
    const { events } = circuits;
    return new Call(request, {
      ...{ circuit: route.circuit, options: callOptions, clock, events, answers, isShutdown },
    }).run();
  };
  try {
    if (binding.circuits !== undefined || isShutdown) return run(binding.atOnce());
    const { timeout } = applyOverride(settings.forOperation(operation), override, operation).options;
    return binding.forCall(timeout, watchedSignal).then(run);
  } catch (error) {
    // A wrong override; `send` has no other way to say so.
    return rejected(error);
  }
}
