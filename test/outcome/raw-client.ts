import { Readable } from "node:stream";
import { Amplify, type AmplifyClientConfig } from "@aws-sdk/client-amplify";

/** An answer of the service, or of whatever stands before it. */
export interface RawAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON; an error breaks off the connection in the middle of the body. */
  readonly body?: string | object | Error;
}

/** The SDK's own client, without breakers and retries, whose every request is answered like that. */
export function rawClient(answer: () => RawAnswer | Error, config: AmplifyClientConfig = {}): Amplify {
  return new Amplify({
    region: "eu-west-1",
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "not a secret" },
    maxAttempts: 1,
    requestHandler: { handle: async () => ({ response: responseOf(answer()) }) },
    ...config,
  });
}

/** What such a client throws. */
export async function thrownFor(answer: RawAnswer | Error, config?: AmplifyClientConfig): Promise<Error> {
  try {
    await rawClient(() => answer, config).listApps({});
  } catch (error) {
    return error as Error;
  }
  throw new Error("expected the call to fail");
}

function responseOf(answer: RawAnswer | Error): object {
  if (answer instanceof Error) throw answer;
  const { status, headers = {}, body = "" } = answer;
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
