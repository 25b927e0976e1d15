import { once } from "node:events";
import { Agent } from "node:http";
import {
  createServer as createTcpServer,
  type AddressInfo,
  type LookupFunction,
  type Server,
} from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { onTestFinished } from "vitest";
import type { Place } from "./simulated-amplify.ts";

/** For the name amplify.test, signed by nobody else, good until 2120; it guards nothing. */
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgDHV0aD8RE0a0CCFV
G1SHThdzhf/QRJEidIbLK7aq4+uhRANCAATfeXmxNwhmK49Wca94TRNjKgcNJw7f
i3HLE/8I/YAF7sLfxq791lHwtOdofmiXYGcag9ku27m/yGTMOTNSVtxH
-----END PRIVATE KEY-----`;
const cert = `-----BEGIN CERTIFICATE-----
MIIBFzCBvgIBATAKBggqhkjOPQQDAjAXMRUwEwYDVQQDDAxhbXBsaWZ5LnRlc3Qw
IBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBcxFTATBgNVBAMMDGFt
cGxpZnkudGVzdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABN95ebE3CGYrj1Zx
r3hNE2MqBw0nDt+LccsT/wj9gAXuwt/Grv3WUfC052h+aJdgZxqD2S7bub/IZMw5
M1JW3EcwCgYIKoZIzj0EAwIDSAAwRQIgDINUrXQo38ekAEyxwHwqHFmfxPfPz8Ql
1Z3vteIYOB0CIQDyVhTcsH6AoIpvq6UZjHEcdtUTBkA2aqYLEvakXIpceA==
-----END CERTIFICATE-----`;

/** A port of this machine that nobody listens on. */
export async function closedPort(): Promise<number> {
  const server = createTcpServer();
  const port = await listen(server);
  await new Promise((resolve) => {
    server.close(resolve);
  });
  return port;
}

/** A server whose certificate nobody trusts. */
export async function selfSignedServer(): Promise<Place> {
  const server = createTlsServer({ key, cert });
  server.on("tlsClientError", () => {});
  return { endpoint: `https://127.0.0.1:${await openServer(server)}` };
}

/** A server that answers whatever is sent with `answer`, which need not be HTTP. */
export async function talkingServer(answer: string, scheme: "http" | "https" = "http"): Promise<Place> {
  const server = createTcpServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => socket.end(answer));
  });
  return { endpoint: `${scheme}://127.0.0.1:${await openServer(server)}` };
}

/** Sockets that find the addresses of a host by `lookup`. */
export function agentWith(lookup: LookupFunction): Agent {
  const agent = new Agent({ lookup });
  onTestFinished(() => {
    agent.destroy();
  });
  return agent;
}

async function openServer(server: Server): Promise<number> {
  const sockets = new Set<{ destroy(): void }>();
  server.on("connection", (socket) => sockets.add(socket));
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return listen(server);
}

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}
