import { Call } from "../call/call.ts";
import type { CircuitSet } from "../circuit/circuit-set.ts";
import type { ClientBinding } from "./client-binding.ts";
import type { ClientLifetime } from "./client-lifetime.ts";
import type { FoundSend } from "./found-send.ts";
import { SdkRequest, type ClientLike, type CommandLike, type SentCommand } from "./sdk-request.ts";
import type { SendOptions } from "./send-options.ts";

type Callback = (error: unknown, output?: unknown) => void;

/** A client whose calls are protected, and what protects them. */
export interface Protection {
  readonly client: ClientLike;
  readonly binding: ClientBinding;
  readonly lifetime: ClientLifetime;
  readonly isShutdown: () => boolean;
}

/** The four forms of `send`: with options or without, with a callback or for a promise. */
export function sendProtected(protection: Protection, found: FoundSend, args: readonly unknown[]): unknown {
  const [command, second, third] = args;
  if (!isCommand(command)) return Reflect.apply(found.send, protection.client, args);
  const { client } = protection;
  const options = typeof second === "function" ? undefined : (second as SendOptions | undefined);
  const callback = typeof second === "function" ? second : third;
  const settled = startCall(protection, { client, found, command, options });
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

function startCall(protection: Protection, sent: SentCommand): Promise<unknown> {
  const { binding } = protection;
  const { settings } = binding.directory;
  const request = new SdkRequest(sent, settings.clock.now());
  const isShutdown = protection.isShutdown();
  try {
    if (binding.circuits !== undefined || isShutdown) {
      return runCall(protection, request, isShutdown, binding.atOnce());
    }
    const { timeout } = request.applyTo(settings.forOperation(request.operation));
    return binding
      .forCall(timeout, request.watchedSignal)
      .then((circuits) => runCall(protection, request, isShutdown, circuits));
  } catch (error) {
    // A wrong override; `send` has no other way to say so.
    return rejected(error);
  }
}

function runCall(
  { binding, lifetime }: Protection,
  request: SdkRequest,
  isShutdown: boolean,
  circuits: CircuitSet,
): Promise<unknown> {
  const { operation, input } = request;
  const { circuit, options: inForce } = circuits.route(operation, input);
  const options = request.applyTo(inForce);
  if (options.coalesce && binding.scope !== undefined) request.onSent = (sent) => lifetime.lend(sent);
  const { events } = circuits;
  const { clock } = binding.directory.settings;
  const answers = binding.answers(circuits);
  return new Call(request, { circuit, options, clock, events, answers, isShutdown }).run();
}
