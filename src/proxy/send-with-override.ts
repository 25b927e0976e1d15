import type { AmplifyClient } from "@aws-sdk/client-amplify";
import type { CallOverride } from "../options/call-override.ts";

/** A command of the SDK, as far as its types matter here. */
interface Command {
  readonly input: object;
  resolveMiddleware(...args: never[]): (...args: never[]) => Promise<{ output: object }>;
}

/** What the command's call resolves to. */
type OutputOfCommand<Sent extends Command> = Awaited<
  ReturnType<ReturnType<Sent["resolveMiddleware"]>>
>["output"];

/** The SDK's own options of `send`: `abortSignal`, `requestTimeout`. */
type SdkSendOptions = Parameters<AmplifyClient["send"]>[1];

/** Options of `send`, with what this one call does otherwise. */
export type SendOptionsFor<Sent extends Command> = SdkSendOptions & {
  readonly breaker: CallOverride<Sent["input"], OutputOfCommand<Sent>> | undefined;
};

/** `send` with `breaker` among its options; without, the SDK's own types apply. */
export interface SendWithOverride {
  <Sent extends Command>(command: Sent, options: SendOptionsFor<Sent>): Promise<OutputOfCommand<Sent>>;
  <Sent extends Command>(
    command: Sent,
    options: SendOptionsFor<Sent>,
    callback: (error: unknown, output?: OutputOfCommand<Sent>) => void,
  ): void;
}
