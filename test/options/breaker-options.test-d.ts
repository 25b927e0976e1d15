import type { ListAppsCommandOutput } from "@aws-sdk/client-amplify";
import { expectTypeOf } from "vitest";
import {
  createBreakers,
  type BreakerOptions,
  type CallOptions,
  type Fallback,
  type OperationName,
} from "../../src/index.ts";

declare const listed: ListAppsCommandOutput;

// Operations are named as they are.
expectTypeOf<keyof NonNullable<BreakerOptions["operations"]>>().toEqualTypeOf<OperationName>();
createBreakers({ operations: { ListApps: { timeout: 5_000 }, StartJob: { consecutiveFailures: 3 } } });
// @ts-expect-error -- misspelt
createBreakers({ operations: { ListApp: { timeout: 5_000 } } });
// @ts-expect-error -- a call without a name has no options
createBreakers({ operations: { Unknown: { timeout: 5_000 } } });
// @ts-expect-error -- misspelt
createBreakers({ operations: { ListApps: { timeOut: 5_000 } } });
// @ts-expect-error -- there is one clock for all
createBreakers({ operations: { ListApps: { clock: undefined } } });

// A fallback of one operation knows what came in, and what must come out.
createBreakers({
  operations: {
    GetApp: {
      fallback: ({ operation, input, error, reason, signal }) => {
        expectTypeOf(operation).toEqualTypeOf<"GetApp">();
        expectTypeOf(input.appId).toEqualTypeOf<string | undefined>();
        expectTypeOf(error).toEqualTypeOf<Error>();
        expectTypeOf(reason).toEqualTypeOf<
          "open" | "isolated" | "capacity" | "timeout" | "failure" | "throttled"
        >();
        expectTypeOf(signal).toEqualTypeOf<AbortSignal>();
        expectTypeOf(input).not.toHaveProperty("branchName");
        return undefined;
      },
    },
    ListApps: { fallback: () => Promise.resolve(listed) },
  },
});
createBreakers({ operations: { ListApps: { fallback: () => listed } } });
createBreakers({ operations: { ListApps: { fallback: () => undefined } } });
createBreakers({ operations: { ListApps: { fallback: false } } });
// @ts-expect-error -- apps is a list
createBreakers({ operations: { ListApps: { fallback: () => ({ apps: 1, $metadata: {} }) } } });
// @ts-expect-error -- apps is a list, also in a promise
createBreakers({ operations: { ListApps: { fallback: () => Promise.resolve({ apps: 1, $metadata: {} }) } } });
// @ts-expect-error -- what ListApps answers is no answer to GetApp
createBreakers({ operations: { GetApp: { fallback: () => listed } } });
// @ts-expect-error -- true is no fallback
createBreakers({ fallback: true });

// One for all operations may answer for any of them, and serves for a single one as well.
declare const forAll: Fallback;
createBreakers({ fallback: forAll });
createBreakers({
  fallback: ({ operation }) => {
    expectTypeOf(operation).toEqualTypeOf<OperationName>();
    return undefined;
  },
});

// A classifier answers with a verdict, and at once.
createBreakers({ classify: (error, { attempts }) => (error === attempts ? "ignored" : "failure") });
// @ts-expect-error -- no verdict
createBreakers({ classify: () => "success" });
// @ts-expect-error -- too late
createBreakers({ classify: () => Promise.resolve("ignored" as const) });

// undefined sets nothing, and is therefore allowed everywhere.
const unset: { [Option in keyof Required<BreakerOptions>]: undefined } & CallOptions = {
  timeout: undefined,
  consecutiveFailures: undefined,
  failureSpanMs: undefined,
  errorThresholdPercentage: undefined,
  volumeThreshold: undefined,
  rollingCountTimeout: undefined,
  rollingCountBuckets: undefined,
  resetTimeout: undefined,
  resetBackoff: undefined,
  capacity: undefined,
  count: undefined,
  classify: undefined,
  fallback: undefined,
  fallbackTimeoutMs: undefined,
  enabled: undefined,
  operations: undefined,
  clock: undefined,
  random: undefined,
};
createBreakers(unset);
createBreakers({ resetBackoff: { factor: undefined, maxMs: undefined, jitter: undefined } });

// @ts-expect-error -- only some options can be switched off
createBreakers({ resetTimeout: false });
// @ts-expect-error -- one of two words
createBreakers({ count: "requests" });

// A fallback of all operations can tell by the operation's name which input it was given.
createBreakers({
  fallback: (context) => {
    if (context.operation === "GetApp") expectTypeOf(context.input.appId).toEqualTypeOf<string | undefined>();
    return undefined;
  },
});
