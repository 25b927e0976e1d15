import { AmplifyClient } from "@aws-sdk/client-amplify";
import type { WatchOptions } from "./watch-options.ts";

const loopbackHosts: ReadonlySet<string> = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** A client for the account, as the SDK would find it by itself but for what the options say. */
export function createWatchedClient({ region, endpoint, profile }: WatchOptions): AmplifyClient {
  // SDKs before 3.714 know no `profile` option, and would quietly take another account.
  if (profile !== undefined) process.env["AWS_PROFILE"] = profile;
  return new AmplifyClient({
    ...(region !== undefined && { region }),
    ...(endpoint !== undefined && { endpoint: endpoint.href }),
    ...(isSimulator(endpoint) && simulatorAccess(region)),
  });
}

/** Plain HTTP on this machine is no AWS: it is the simulator, which takes any credentials. */
function isSimulator(endpoint: URL | undefined): boolean {
  return endpoint?.protocol === "http:" && loopbackHosts.has(endpoint.hostname);
}

function simulatorAccess(region = "us-east-1") {
  return { region, credentials: { accessKeyId: "any", secretAccessKey: "any" } };
}
