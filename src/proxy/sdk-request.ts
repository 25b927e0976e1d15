import { observeAttempts, type AttemptObserver } from "../call/attempt-middleware.ts";
import type { AttemptStop } from "../call/attempt-stop.ts";
import type { CallRequest } from "../call/call-request.ts";
import type { CallerSignal } from "../call/stop-signal.ts";
import { readProperty } from "../errors/read-property.ts";
import { applyOverride } from "../options/call-override.ts";
import type { ResolvedCallOptions } from "../options/resolved-options.ts";
import type { FoundSend } from "./found-send.ts";
import { operationName } from "./operation-name.ts";
import { isPlainCall, rawArguments, splitOptions, type SendOptions } from "./send-options.ts";

/** A client of the SDK, as far as it matters here. */
export interface ClientLike {
  readonly config: unknown;
}

/** A command of the SDK, as far as it matters here. */
export interface CommandLike {
  readonly input: unknown;
}

/** What `send` was given, and which one it was. */
export interface SentCommand {
  readonly client: ClientLike;
  readonly found: FoundSend;
  readonly command: CommandLike;
  readonly options: SendOptions | undefined;
}

/** A caller's `send`, to be passed on to the client's own when its time has come. */
export class SdkRequest implements CallRequest {
  readonly operation: string;
  readonly input: unknown;
  readonly callerSignal: CallerSignal | undefined;
  readonly calledAt: number;
  isBypass = false;
  /** Told what was sent, where somebody has to keep the client until that is over. */
  onSent: ((sent: unknown) => void) | undefined;
  readonly #sent: SentCommand;
  readonly #override: unknown;
  readonly #sdkOptions: SendOptions | undefined;
  readonly #wasAborted: boolean;

  constructor(sent: SentCommand, now: number) {
    const { client, command, options } = sent;
    const { override, sdkOptions } = splitOptions(options);
    this.operation = operationName(command, client.config);
    this.input = command.input;
    this.callerSignal = readProperty(sdkOptions, "abortSignal") as CallerSignal | undefined;
    this.calledAt = now;
    this.#sent = sent;
    this.#override = override;
    this.#sdkOptions = sdkOptions;
    this.#wasAborted = this.callerSignal?.aborted === true;
  }

  /** The caller's signal, but for one that was aborted before: that is the SDK's to answer for. */
  get watchedSignal(): CallerSignal | undefined {
    return this.#wasAborted ? undefined : this.callerSignal;
  }

  get isAbandoned(): boolean {
    return this.watchedSignal?.aborted === true;
  }

  /**
   * The options of this call, with what it overrides.
   *
   * @throws TypeError or RangeError that names the wrong option, what is allowed, and what came
   */
  applyTo(options: ResolvedCallOptions): ResolvedCallOptions {
    const applied = applyOverride(options, this.#override, this.operation);
    this.isBypass = applied.bypass;
    return applied.options;
  }

  isPlain(): boolean {
    return this.#override === undefined && isPlainCall(this.#sent.command, this.#sdkOptions);
  }

  send(observer: AttemptObserver, stop: AttemptStop | undefined): unknown {
    const { client, found, command } = this.#sent;
    const sendArguments = rawArguments(command, this.#sdkOptions, stop, found.isSdkSend);
    const send = (): unknown => Reflect.apply(found.send, client, sendArguments);
    const sent = observeAttempts(observer, send, this.#buildsOwnPipeline(sendArguments));
    this.onSent?.(sent);
    return sent;
  }

  /** Whether the SDK builds a pipeline for this call alone, and at once; without options it may use one again. */
  #buildsOwnPipeline(sendArguments: readonly unknown[]): boolean {
    const { client, found } = this.#sent;
    if (!found.isSdkSend) return false;
    return sendArguments.length > 1 || readProperty(client.config, "cacheMiddleware") !== true;
  }
}
