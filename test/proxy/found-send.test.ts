import { AmplifyClient } from "@aws-sdk/client-amplify";
import { AmplifyClient as OldestClient } from "client-amplify-oldest";
import { expect, test, vi } from "vitest";
import { findSend, type RawSend } from "../../src/proxy/found-send.ts";

function sendOf(client: object): RawSend {
  return (client as { send: RawSend }).send;
}

const config = { region: "eu-west-1" };

test("the SDK's own send is known for what it is, in the oldest release and in the newest", () => {
  expect(findSend(sendOf(new AmplifyClient(config))).isSdkSend).toBe(true);
  expect(findSend(sendOf(new OldestClient(config))).isSdkSend).toBe(true);
});

test("what others put in its place is not, even where it calls the SDK's in the end", () => {
  const client = new AmplifyClient(config);
  const own = sendOf(client);
  class Patient extends AmplifyClient {
    override send = (async (...args: unknown[]) => {
      await Promise.resolve();
      return own.apply(this, args);
    }) as unknown as AmplifyClient["send"];
  }
  const late = async (...args: unknown[]): Promise<unknown> => {
    await Promise.resolve();
    return (args[0] as { resolveMiddleware: (...rest: unknown[]) => unknown }).resolveMiddleware(client);
  };
  for (const send of [vi.fn(), late, own.bind(client), new Proxy(own, {}), sendOf(new Patient(config))]) {
    expect(findSend(send)).toEqual({ send, isSdkSend: false });
  }
});
