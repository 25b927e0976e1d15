import { observeAttempts } from "../call/attempt-middleware.ts";
import type { CallRequest } from "../call/call-request.ts";
import { Call } from "../call/call.ts";
import type { CallerSignal } from "../call/stop-signal.ts";
import type { CircuitSet } from "../circuit/circuit-set.ts";
import { readProperty } from "../errors/read-property.ts";
import { applyOverride } from "../options/call-override.ts";
import type { ClientBinding } from "./client-binding.ts";
import type { ClientLifetime } from "./client-lifetime.ts";
import type { FoundSend } from "./found-send.ts";
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

/** The four forms of `send`: with options or without, with a callback or for a promise. */
export function sendProtected(protection: Protection, found: FoundSend, args: readonly unknown[]): unknown {
  const [command, second, third] = args;
  if (!isCommand(command)) return Reflect.apply(found.send, protection.client, args);
  const options = typeof second === "function" ? undefined : (second as SendOptions | undefined);
  const callback = typeof second === "function" ? second : third;
  const settled = startCall(protection, found, command, options);
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
  found: FoundSend,
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
    const request: CallRequest = {
      operation,
      input,
      callerSignal,
      isAbandoned: watchedSignal?.aborted === true,
      calledAt,
      isBypass: bypass,
      isPlain: () => override === undefined && isPlainCall(command, sdkOptions),
      send: (observer, stop) => {
        const sendArguments = rawArguments(command, sdkOptions, stop);
        const send = (): unknown => Reflect.apply(found.send, client, sendArguments);
        const sent = observeAttempts(observer, send, buildsOwnPipeline(found, client.config, sendArguments));
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

/** Whether the SDK builds a pipeline for this call alone, and at once; where it gets no options it may use one again. */
function buildsOwnPipeline(
  { isSdkSend }: FoundSend,
  config: unknown,
  sendArguments: readonly unknown[],
): boolean {
  return isSdkSend && (sendArguments.length > 1 || readProperty(config, "cacheMiddleware") !== true);
}
