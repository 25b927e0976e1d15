import { AmplifyClient } from "@aws-sdk/client-amplify";
import { expect, test } from "vitest";
import { assertAmplifyClient } from "../../src/proxy/amplify-client.ts";

test("takes a client of the SDK, and one of another copy of the SDK", () => {
  expect(() => assertAmplifyClient(new AmplifyClient({ region: "us-east-1" }))).not.toThrow();
  expect(() => assertAmplifyClient({ config: { serviceId: "Amplify" }, send: () => {} })).not.toThrow();
});

test.each([
  [undefined, "undefined"],
  [null, "null"],
  ["us-east-1", '"us-east-1"'],
  [{}, "an object"],
  [AmplifyClient, "a function"],
  [{ config: { serviceId: "S3" }, send: () => {} }, 'a client of the service "S3"'],
  [{ config: { serviceId: "AmplifyBackend" }, send: () => {} }, 'a client of the service "AmplifyBackend"'],
  [{ config: { serviceId: "Amplify" } }, 'a client of the service "Amplify"'],
])("refuses %o, and says what came", (client, came) => {
  expect(() => assertAmplifyClient(client)).toThrow(
    new TypeError(`breakers protect an AmplifyClient of @aws-sdk/client-amplify; got ${came}`),
  );
});

test("refuses what throws when it is looked at", () => {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  expect(() => assertAmplifyClient(proxy)).toThrow(/^breakers protect an AmplifyClient/);
});
