import { AmplifyClient } from "@aws-sdk/client-amplify";
import { withBreakers } from "../../../src/index.ts";
import { getApp } from "../../harness/get-app.ts";
import { offlineConfig } from "../../harness/offline-config.ts";
import type { Action, BareBreaker } from "./bare-breaker.ts";

/** All that a user's call goes through at our defaults, around a client whose own `send` is replaced. */
export function ourCall(action: Action): BareBreaker {
  const client = new AmplifyClient(offlineConfig);
  client.send = action as typeof client.send;
  const amplify = withBreakers(client);
  const command = getApp();
  return {
    fire: () => amplify.send(command),
    isClosed: () => amplify.breakers.circuit("GetApp").state === "closed",
    close: () => amplify.destroy(),
  };
}
