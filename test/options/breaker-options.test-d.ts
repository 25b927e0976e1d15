import type { ListAppsCommandOutput } from "@aws-sdk/client-amplify";
import { expectTypeOf } from "vitest";
import { lastKnownGood } from "../../src/fallback/last-known-good.ts";
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

// What was answered before serves for reads only, and two calls of a write are two requests.
const kept = lastKnownGood();
createBreakers({ fallback: kept, coalesce: true });
createBreakers({ operations: { ListApps: { fallback: kept, coalesce: true } } });
createBreakers({ operations: { StartJob: { fallback: () => undefined, coalesce: false } } });
// @ts-expect-error -- StartJob is a write
createBreakers({ operations: { StartJob: { fallback: kept } } });
// @ts-expect-error -- StartJob is a write
createBreakers({ operations: { StartJob: { coalesce: true } } });
// @ts-expect-error -- it has to be called
createBreakers({ operations: { ListApps: { fallback: lastKnownGood } } });

// Slow calls need a duration; a queue needs both its members.
createBreakers({ slowCall: { durationMs: 5 }, capacity: 5, queue: { size: 1, maxWaitMs: 1 } });
createBreakers({ slowCall: false, queue: false, capacity: false, serviceThreshold: false });
// @ts-expect-error -- how long is slow?
createBreakers({ slowCall: { thresholdPercentage: 5 } });
// @ts-expect-error -- how long may they wait?
createBreakers({ capacity: 5, queue: { size: 1 } });

// Circuits are grouped for all operations.
createBreakers({
  circuit: (operation, input) => {
    expectTypeOf(operation).toEqualTypeOf<string>();
    expectTypeOf(input).toEqualTypeOf<unknown>();
    return operation;
  },
});
createBreakers({ circuit: "service", maxCircuits: 5 });
// @ts-expect-error -- no grouping
createBreakers({ circuit: "app" });
// @ts-expect-error -- one grouping for all
createBreakers({ operations: { ListApps: { circuit: "service" } } });

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
  slowCall: undefined,
  resetTimeout: undefined,
  resetBackoff: undefined,
  halfOpenProbes: undefined,
  rampUpMs: undefined,
  capacity: undefined,
  queue: undefined,
  maxWaitMs: undefined,
  maxWaiting: undefined,
  count: undefined,
  retryThrottled: undefined,
  coalesce: undefined,
  classify: undefined,
  fallback: undefined,
  fallbackTimeoutMs: undefined,
  enabled: undefined,
  operations: undefined,
  circuit: undefined,
  maxCircuits: undefined,
  serviceThreshold: undefined,
  incidents: undefined,
  health: undefined,
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
