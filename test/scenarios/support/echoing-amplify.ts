import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";

/** A request, with all that a service could quote from it. */
export interface HeardRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

/** Answers a request. */
type Answer = (request: HeardRequest, response: ServerResponse) => void;

/** A server that answers as a test says, and remembers what it was sent. */
export interface EchoingAmplify {
  readonly endpoint: string;
  readonly heard: readonly HeardRequest[];
  answer: Answer;
}

/** A server that lives as long as the test. */
export async function anEchoingAmplify(): Promise<EchoingAmplify> {
  const heard: HeardRequest[] = [];
  const server = createServer((incoming, response) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const { method = "", url = "", headers } = incoming;
      const request = { method, url, headers, body: Buffer.concat(chunks).toString("utf8") };
      heard.push(request);
      amplify.answer(request, response);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(async () => {
    server.closeAllConnections();
    server.close();
    await once(server, "close");
  });
  const { port } = server.address() as AddressInfo;
  const amplify: EchoingAmplify = {
    endpoint: `http://127.0.0.1:${port}`,
    heard,
    answer: (_, response) => response.end("{}"),
  };
  return amplify;
}
