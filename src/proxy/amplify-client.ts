import type { AmplifyClient } from "@aws-sdk/client-amplify";
import { describeValue } from "../errors/describe-value.ts";
import { readProperty, readString } from "../errors/read-property.ts";

/**
 * Checks that `client` is one of the SDK's Amplify clients, by what it says of itself: with two copies of the SDK
 * installed, `instanceof` would refuse a good one.
 *
 * @throws TypeError that says what came instead
 */
export function assertAmplifyClient(client: unknown): asserts client is AmplifyClient {
  const serviceId = readString(readProperty(client, "config"), "serviceId");
  if (serviceId === "Amplify" && typeof readProperty(client, "send") === "function") return;
  const came =
    serviceId === undefined ? describeValue(client) : `a client of the service ${describeValue(serviceId)}`;
  throw new TypeError(`breakers protect an AmplifyClient of @aws-sdk/client-amplify; got ${came}`);
}
