import { createServer, request as send, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { onTestFinished } from "vitest";

/** What a client asked for; not how it signed it, or in what order it wrote the members. */
interface WitnessedRequest {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly body: unknown;
}

/** A server between clients and the simulator that lives as long as the test. */
export interface Witness {
  readonly endpoint: string;
  /** What has come since it was last asked for. */
  takeRequests(): WitnessedRequest[];
}

/** Starts a server that passes requests on to an endpoint and keeps what was in them. */
export async function startWitness(endpoint: string): Promise<Witness> {
  const requests: WitnessedRequest[] = [];
  const server = createServer((request, response) => {
    void text(request).then((body) => {
      const { method, url: path } = request;
      requests.push({ method, path, body: body === "" ? {} : (JSON.parse(body) as unknown) });
      const onwards = send(new URL(path ?? "/", endpoint), { method, headers: request.headers });
      onwards.once("response", (answer: IncomingMessage) => {
        response.writeHead(answer.statusCode ?? 500, answer.headers);
        answer.pipe(response);
      });
      onwards.once("error", () => response.destroy());
      onwards.end(body);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
  const { port } = server.address() as AddressInfo;
  return { endpoint: `http://127.0.0.1:${port}`, takeRequests: () => requests.splice(0) };
}
