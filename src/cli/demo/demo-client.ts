import { AmplifyClient } from "@aws-sdk/client-amplify";
import { withBreakers, type Protected } from "../../index.ts";
import type { LastLists } from "./last-lists.ts";

const nothing = (): void => {};

/** As anybody would make it, but for the endpoint. */
export function createRawClient(endpoint: string): AmplifyClient {
  return new AmplifyClient({
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "any", secretAccessKey: "any" },
    // A machine that is held up has many calls begin at once, and the SDK would print a warning into the view.
    requestHandler: {
      logger: { trace: nothing, debug: nothing, info: nothing, warn: nothing, error: nothing },
    },
  });
}

/** The same client with breakers as they are by default, whose inventory falls back on the last lists it saw. */
export function createProtectedClient(endpoint: string, lists: LastLists): Protected<AmplifyClient> {
  return withBreakers(createRawClient(endpoint), {
    operations: {
      ListApps: { fallback: () => lists.recallApps() },
      ListBranches: { fallback: ({ input }) => lists.recallBranches(input.appId) },
    },
  });
}
