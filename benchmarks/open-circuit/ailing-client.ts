import { AmplifyClient } from "@aws-sdk/client-amplify";
import { Readable } from "node:stream";
import { offlineConfig } from "../harness/offline-config.ts";

/** A real client of a service that answers in memory: well at first, and with 500 once it is made ill. */
export class AilingService {
  readonly client: AmplifyClient;
  isIll = false;
  /** Requests that arrived. */
  requests = 0;
  readonly #answer: string;

  constructor(answer: string) {
    this.#answer = answer;
    this.client = new AmplifyClient({
      ...offlineConfig,
      // The SDK would wait before it tries again.
      maxAttempts: 1,
      requestHandler: { handle: async () => ({ response: this.#respond() }) },
    });
  }

  #respond(): object {
    this.requests++;
    const headers = { "content-type": "application/json", "x-amzn-requestid": "1" };
    return this.isIll
      ? {
          statusCode: 500,
          headers: { ...headers, "x-amzn-errortype": "InternalFailureException" },
          body: Readable.from([Buffer.from('{"message":"Internal failure"}')]),
        }
      : { statusCode: 200, headers, body: Readable.from([Buffer.from(this.#answer)]) };
  }
}
