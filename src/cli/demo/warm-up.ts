import { GetAppCommand, type AmplifyClient } from "@aws-sdk/client-amplify";
import type { AmplifySimulator } from "../../testing/index.ts";

const CALLS = 400;
const CALLS_AT_ONCE = 8;

/**
 * Makes calls until the engine has compiled the SDK. A cold process cannot keep up with the traffic for some seconds, and
 * would carry what it owes into the outage. Through the raw clients only: the breakers start without a memory.
 */
export async function warmUp(
  client: AmplifyClient,
  simulator: AmplifySimulator,
  signal: AbortSignal,
): Promise<void> {
  const appId = simulator.state.apps[0]?.appId;
  const run = async (calls: number): Promise<void> => {
    for (let call = 0; call < calls && !signal.aborted; call += 1)
      await client.send(new GetAppCommand({ appId }));
  };
  await Promise.all(Array.from({ length: CALLS_AT_ONCE }, () => run(CALLS / CALLS_AT_ONCE)));
  simulator.requests.clear();
}
