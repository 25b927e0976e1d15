import { AmplifyClient } from "@aws-sdk/client-amplify";
import { Readable } from "node:stream";
import { getAppAnswer } from "./get-app.ts";
import { offlineConfig } from "./offline-config.ts";

const headers = {
  "content-type": "application/json",
  "x-amzn-requestid": "00000000-0000-0000-0000-000000000000",
};

/** A real client whose requests are answered at once, without a socket: what is left is the SDK's own work. */
export function inMemoryClient(statusCode = 200, body: string = getAppAnswer): AmplifyClient {
  const bytes = Buffer.from(body);
  return new AmplifyClient({
    ...offlineConfig,
    requestHandler: {
      handle: async () => ({ response: { statusCode, headers: { ...headers }, body: streamOf(bytes) } }),
    },
  });
}

function streamOf(bytes: Buffer): Readable {
  const stream = new Readable({ read: () => {} });
  stream.push(bytes);
  stream.push(null);
  return stream;
}
