import { Readable } from "node:stream";
import { AmplifyClient, ListAppsCommand, type AmplifyClientConfig } from "@aws-sdk/client-amplify";

/** An answer of the service, or of whatever stands before it. */
export interface RawAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON; an error breaks off the connection in the middle of the body. */
  readonly body?: string | object | Error;
}

/** What the SDK's own client, without breakers, throws for a call that is answered like that. */
export async function thrownFor(answer: RawAnswer | Error, config: AmplifyClientConfig = {}): Promise<Error> {
  const client = new AmplifyClient({
    region: "eu-west-1",
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "not a secret" },
    maxAttempts: 1,
    requestHandler: {
      handle: () =>
        answer instanceof Error ? Promise.reject(answer) : Promise.resolve({ response: responseOf(answer) }),
    },
    ...config,
  });
  try {
    await client.send(new ListAppsCommand({}));
  } catch (error) {
    return error as Error;
  }
  throw new Error("expected the call to fail");
}

function responseOf({ status, headers = {}, body = "" }: RawAnswer): object {
  return { statusCode: status, headers, body: streamOf(body) };
}

function streamOf(body: string | object | Error): Readable {
  if (body instanceof Error) return brokenStream(body);
  return Readable.from([Buffer.from(typeof body === "string" ? body : JSON.stringify(body))]);
}

function brokenStream(error: Error): Readable {
  const stream = new Readable({ read: () => stream.destroy(error) });
  stream.push('{"apps":[');
  return stream;
}
