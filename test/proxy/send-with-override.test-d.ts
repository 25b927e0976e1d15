import {
  Amplify,
  AmplifyClient,
  GetAppCommand,
  ListAppsCommand,
  StartJobCommand,
  paginateListApps,
  type GetAppCommandInput,
  type GetAppCommandOutput,
  type ListAppsCommandOutput,
  type StartJobCommandOutput,
} from "@aws-sdk/client-amplify";
import { expectTypeOf } from "vitest";
import { createBreakers, lastKnownGood, withBreakers } from "../../src/index.ts";

const amplify = withBreakers(new Amplify());
const bare = createBreakers().protect(new AmplifyClient());
declare const app: GetAppCommandOutput;
declare const listed: ListAppsCommandOutput;

const getApp = new GetAppCommand({ appId: "d1" });
const startJob = new StartJobCommand({ appId: "d1", branchName: "main", jobType: "RELEASE" });

// A call keeps its output, with options of ours, of the SDK's, and of both.
expectTypeOf(bare.send(getApp, { breaker: { timeout: 5 } })).toEqualTypeOf<Promise<GetAppCommandOutput>>();
expectTypeOf(amplify.send(startJob, { breaker: { bypass: true } })).toEqualTypeOf<
  Promise<StartJobCommandOutput>
>();
const { signal: abortSignal } = new AbortController();
expectTypeOf(bare.send(getApp, { abortSignal, requestTimeout: 7, breaker: { maxWaitMs: 5 } })).toEqualTypeOf<
  Promise<GetAppCommandOutput>
>();
expectTypeOf(bare.send(getApp, { breaker: undefined })).toEqualTypeOf<Promise<GetAppCommandOutput>>();
expectTypeOf(bare.send(getApp, { abortSignal })).toEqualTypeOf<Promise<GetAppCommandOutput>>();
expectTypeOf(bare.send(getApp)).toEqualTypeOf<Promise<GetAppCommandOutput>>();

// A fallback knows what came in, and must give what comes out.
void bare.send(getApp, {
  breaker: {
    fallback: ({ input }) => {
      expectTypeOf(input).toEqualTypeOf<GetAppCommandInput>();
      return app;
    },
  },
});
void bare.send(getApp, { breaker: { fallback: () => undefined } });
void bare.send(getApp, { breaker: { fallback: false } });
void bare.send(new ListAppsCommand({}), { breaker: { fallback: lastKnownGood() } });
// @ts-expect-error -- what ListApps answers is no answer to GetApp
void bare.send(getApp, { breaker: { fallback: () => listed } });
// @ts-expect-error -- nor to a write
void bare.send(startJob, { breaker: { fallback: () => listed } });

// Wrong members are found, ours and the SDK's.
// @ts-expect-error -- misspelt
void bare.send(getApp, { breaker: { timeOut: 5 } });
// @ts-expect-error -- no option of a single call
void bare.send(getApp, { breaker: { capacity: 5 } });
// @ts-expect-error -- a text
void bare.send(getApp, { breaker: { timeout: "5" } });
// @ts-expect-error -- misspelt
void bare.send(getApp, { breakers: { timeout: 5 } });
// @ts-expect-error -- misspelt
void bare.send(getApp, { abortsignal: abortSignal, breaker: { timeout: 5 } });
// @ts-expect-error -- the raw client has no breakers
void new AmplifyClient().send(getApp, { breaker: { timeout: 5 } });

// The callback forms give nothing back, and tell the callback what the call answers.
bare.send(getApp, { breaker: { bypass: true } }, (error, output) => {
  expectTypeOf(error).toEqualTypeOf<unknown>();
  expectTypeOf(output).toEqualTypeOf<GetAppCommandOutput | undefined>();
});
// @ts-expect-error -- misspelt
bare.send(getApp, { breaker: { byPass: true } }, () => {});

// Paginators hand on what they are given besides.
expectTypeOf(paginateListApps({ client: bare }, {}, { breaker: { timeout: 5 } }).next()).toEqualTypeOf<
  Promise<IteratorResult<ListAppsCommandOutput, undefined>>
>();

// What control of a client's and of shared breakers takes.
bare.breakers.configure("StartJob", { consecutiveFailures: 3, timeout: undefined });
bare.breakers.configure("*", { enabled: false });
bare.breakers.configure("GetApp", { fallback: () => app });
// @ts-expect-error -- what ListApps answers is no answer to GetApp
bare.breakers.configure("GetApp", { fallback: () => listed });
// @ts-expect-error -- misspelt
bare.breakers.configure("GetApps", {});
expectTypeOf(bare.breakers.whenAvailable("StartJob", { signal: abortSignal, timeoutMs: 5 })).toEqualTypeOf<
  Promise<void>
>();
// @ts-expect-error -- misspelt
void bare.breakers.whenAvailable("StartJob", { timeout: 5 });
// @ts-expect-error -- which client's?
void createBreakers().whenAvailable("StartJob");
void createBreakers().whenAvailable("StartJob", { client: bare, timeoutMs: 5 });
bare.breakers.restore(createBreakers().snapshot());
bare.breakers.circuit("StartJob", { input: { appId: "d1" } }).configure({ capacity: 5 });
