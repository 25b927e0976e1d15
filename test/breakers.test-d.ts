import {
  Amplify,
  AmplifyClient,
  GetAppCommand,
  ListAppsCommand,
  paginateListApps,
  type GetAppCommandOutput,
  type ListAppsCommandOutput,
  type ListJobsCommandOutput,
} from "@aws-sdk/client-amplify";
import { expectTypeOf } from "vitest";
import { createBreakers, withBreakers, type Circuit, type ClientBreakers } from "../src/index.ts";

const amplify = withBreakers(new Amplify(), { timeout: 20_000 });
const bare = withBreakers(new AmplifyClient());

// The client keeps its class, and has its breakers.
expectTypeOf(amplify).toExtend<Amplify>();
expectTypeOf(bare).toExtend<AmplifyClient>();
expectTypeOf(amplify.breakers).toEqualTypeOf<ClientBreakers>();
expectTypeOf(bare.breakers.circuit("ListApps")).toEqualTypeOf<Circuit>();
expectTypeOf(bare).not.toHaveProperty("listApps");
// @ts-expect-error -- misspelt
bare.breakers.circuit("ListApp");
// @ts-expect-error -- readonly
bare.breakers = amplify.breakers;

// Calls keep their types, as commands and as methods.
expectTypeOf(bare.send(new ListAppsCommand({}))).toEqualTypeOf<Promise<ListAppsCommandOutput>>();
expectTypeOf(amplify.send(new GetAppCommand({ appId: "d1" }))).toEqualTypeOf<Promise<GetAppCommandOutput>>();
expectTypeOf(amplify.listApps()).toEqualTypeOf<Promise<ListAppsCommandOutput>>();
expectTypeOf(amplify.getApp({ appId: "d1" })).toEqualTypeOf<Promise<GetAppCommandOutput>>();
type Others = Exclude<keyof Amplify, "send">;
expectTypeOf<Pick<typeof amplify, Others>>().toEqualTypeOf<Pick<Amplify, Others>>();
expectTypeOf(amplify.send).toExtend<Amplify["send"]>();
expectTypeOf(amplify.listJobs({ appId: "d1", branchName: "main" })).toEqualTypeOf<
  Promise<ListJobsCommandOutput>
>();
// @ts-expect-error -- GetApp wants an appId
void amplify.getApp({});

// A protected client goes wherever a client goes.
paginateListApps({ client: bare }, {});

// protect() keeps the class too, also one of the user's own.
class TracedAmplify extends Amplify {
  readonly traceId = "t1";
}

const shared = createBreakers();
expectTypeOf(shared.protect(new TracedAmplify()).traceId).toEqualTypeOf<string>();
expectTypeOf(shared.protect(new Amplify(), { scope: "tenant-42" })).toExtend<Amplify>();
expectTypeOf(withBreakers(new TracedAmplify(), shared)).toExtend<TracedAmplify>();
expectTypeOf(shared.circuit("ListApps", { client: bare })).toEqualTypeOf<Circuit>();
expectTypeOf([...shared]).toEqualTypeOf<Circuit[]>();
// @ts-expect-error -- which client's?
shared.circuit("ListApps");
// @ts-expect-error -- no such option
shared.protect(new Amplify(), { tenant: "tenant-42" });

// What is no Amplify client is refused.
const plain = { config: {}, send: () => Promise.resolve({}) };
// @ts-expect-error -- a plain object
withBreakers(plain);
// @ts-expect-error -- a plain object
shared.protect(plain);
// @ts-expect-error -- the class, not a client
withBreakers(AmplifyClient);
// @ts-expect-error -- a command
withBreakers(new ListAppsCommand({}));
// @ts-expect-error -- options first
withBreakers({ timeout: 1 }, new AmplifyClient());
