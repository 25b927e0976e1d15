import type { GetAppCommandInput, GetAppCommandOutput, ListAppsCommandOutput } from "@aws-sdk/client-amplify";
import { expectTypeOf } from "vitest";
import { lastKnownGood } from "../../src/fallback/last-known-good.ts";
import type { CallOverride } from "../../src/options/call-override.ts";

/** As a typed `send` takes it: the command says what goes in and what comes out. */
type Send = <Input extends object, Output extends object>(
  command: { readonly input: Input; readonly output?: Output },
  options: { readonly breaker?: CallOverride<Input, Output> },
) => Promise<Output>;

declare const send: Send;
declare const getApp: { readonly input: GetAppCommandInput; readonly output?: GetAppCommandOutput };
declare const app: GetAppCommandOutput;
declare const listed: ListAppsCommandOutput;

// A fallback of one call knows what came in, and what must come out.
void send(getApp, {
  breaker: {
    fallback: ({ operation, input, error, reason, signal }) => {
      expectTypeOf(operation).toEqualTypeOf<string>();
      expectTypeOf(input).toEqualTypeOf<GetAppCommandInput>();
      expectTypeOf(error).toEqualTypeOf<Error>();
      expectTypeOf(reason).toEqualTypeOf<
        "open" | "isolated" | "capacity" | "timeout" | "failure" | "throttled"
      >();
      expectTypeOf(signal).toEqualTypeOf<AbortSignal>();
      return app;
    },
  },
});
void send(getApp, { breaker: { fallback: () => Promise.resolve(app), timeout: false, bypass: true } });
void send(getApp, { breaker: { fallback: () => undefined, maxWaitMs: 5 } });
void send(getApp, { breaker: { fallback: lastKnownGood() } });
void send(getApp, { breaker: { fallback: false } });
void send(getApp, { breaker: { timeout: undefined, fallback: undefined, bypass: undefined } });
// @ts-expect-error -- what ListApps answers is no answer to GetApp
void send(getApp, { breaker: { fallback: () => listed } });
// @ts-expect-error -- misspelt
void send(getApp, { breaker: { timeOut: 5 } });
// @ts-expect-error -- no option of a single call
void send(getApp, { breaker: { capacity: 5 } });
// @ts-expect-error -- true is no fallback
void send(getApp, { breaker: { fallback: true } });

// One that is made beforehand fits every command, as long as it makes up no output.
const patient: CallOverride = { timeout: 60_000, maxWaitMs: 5_000, fallback: () => undefined };
void send(getApp, { breaker: patient });
// @ts-expect-error -- of which command?
const answering: CallOverride = { fallback: () => listed };
void answering;
