import { once } from "node:events";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { ListAppsCommand, type AmplifyClient } from "@aws-sdk/client-amplify";
import * as fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { withBreakers } from "../../src/index.ts";
import { settlementOf } from "../scenarios/support/settlement.ts";
import { clientOf } from "../testing/started-simulator.ts";
import { holdsFor } from "./holds-for.ts";

/** What a server sends, byte for byte, and how it leaves. */
interface Answer {
  readonly bytes: string;
  readonly end: "end" | "reset" | "silence";
}

const statuses = fc.constantFrom(
  "200 OK",
  "204 No",
  "301 Away",
  "400 Bad",
  "404 No",
  "429 Slow",
  "500 Ill",
  "503 Ill",
  "999 ?",
);
const headers = fc.constantFrom(
  ...["content-type: application/json", "content-type: text/html", "content-type: x/y", "content-length: 5"],
  ...[
    "content-length: 0",
    "content-length: -1",
    "content-length: 99",
    "transfer-encoding: chunked",
    "connection: close",
  ],
  ...[
    "x-amzn-errortype: NotFoundException",
    "x-amzn-errortype: InternalFailureException",
    "x-amzn-errortype: __proto__",
  ],
  ...[
    "x-amzn-errortype: BadRequestException:http://x/",
    "content-encoding: gzip",
    "retry-after: -1",
    "retry-after: x",
  ],
  ...["no colon", ": no name", "folded: a\r\n b", "x-é: ü", "set-cookie: a=b", `big: ${"y".repeat(20_000)}`],
);
const bodies = fc.oneof(
  fc.json({ maxDepth: 2 }),
  fc.string({ maxLength: 30 }),
  fc.constantFrom(
    '{"apps":[{"appId":"a"}]}',
    '{"apps":"none"}',
    '{"apps":[',
    '{"message":"no","code":"ECONNRESET"}',
  ),
  fc.constantFrom(
    '{"__proto__":{"polluted":1},"name":"AbortError"}',
    "<html>",
    "",
    '5\r\n{"a"\r\nzz\r\n',
    "0\r\n\r\n",
  ),
  fc.constantFrom(
    "[".repeat(50_000),
    `{"apps":["${"x".repeat(200_000)}"]}`,
    '{"$metadata":1,"$fault":"server"}',
  ),
);
const http = fc
  .record({
    status: statuses,
    headers: fc.array(headers, { maxLength: 4 }),
    body: bodies,
    cut: fc.nat(3_000),
  })
  .map(({ status, headers: lines, body, cut }) =>
    `HTTP/1.1 ${status}\r\n${lines.map((line) => `${line}\r\n`).join("")}\r\n${body}`.slice(
      0,
      cut < 400 ? cut : undefined,
    ),
  );
const answers: fc.Arbitrary<Answer> = fc.record({
  bytes: fc.oneof({ weight: 8, arbitrary: http }, { weight: 1, arbitrary: fc.string() }),
  end: fc.constantFrom("end", "end", "end", "reset"),
});

/** A server that sends each request the same, which can be changed. */
async function answeringServer(): Promise<{ readonly endpoint: string; answer: Answer }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("data", () => {
      const { bytes, end } = place.answer;
      socket.write(bytes, "utf8", () => {
        if (end === "end") socket.end();
        if (end === "reset") socket.resetAndDestroy();
      });
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const place = { endpoint: `http://127.0.0.1:${port}`, answer: { bytes: "", end: "end" } as Answer };
  return place;
}

const endings = ["success", "failure", "throttled", "ignored", "cancelled", "timeout", "reject"] as const;

function listApps(client: AmplifyClient): ReturnType<typeof settlementOf> {
  return settlementOf(() => client.send(new ListAppsCommand({})));
}

/** What a caller sees of an error; a reset may overtake the bytes before it, so that one of two may be seen. */
function seen(error: unknown): string {
  const { name, message, constructor } = error as Error;
  return `${constructor.name} ${name} ${message.replaceAll(/\d{4,5}/g, "PORT")}`;
}

test("whatever the server sends, a call ends once, and as it does without breakers", async () => {
  const server = await answeringServer();
  const raw = clientOf(server);
  await holdsFor(answers, 150, async (answer) => {
    server.answer = answer;
    const client = withBreakers(clientOf(server), { timeout: 60_000 });
    const heard: string[] = [];
    for (const type of endings) client.breakers.on(type, () => heard.push(type));
    const [protectedOne, rawOne] = [await listApps(client), await listApps(raw)];
    client.destroy();
    expect(heard).toHaveLength(1);
    expect(heard).not.toContain("timeout");
    if (answer.end === "reset") return;
    expect(heard[0] === "success").toBe(rawOne.error === undefined);
    if (rawOne.error === undefined) {
      expect({ ...(protectedOne.output as object), $metadata: 0 }).toEqual({
        ...(rawOne.output as object),
        $metadata: 0,
      });
    } else {
      expect(protectedOne.error).toBeInstanceOf(Error);
      expect(seen(protectedOne.error)).toBe(seen(rawOne.error));
    }
  });
});

test("where the server stops in the middle of anything, a call ends with its deadline", async () => {
  const server = await answeringServer();
  const prefix =
    'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 25\r\n\r\n{"apps":[{"appId":"a"}]}';
  const timeoutMs = 40;
  await holdsFor(fc.nat({ max: prefix.length }), 12, async (length) => {
    server.answer = { bytes: prefix.slice(0, length), end: "silence" };
    const client = withBreakers(clientOf(server), { timeout: timeoutMs });
    const heard: string[] = [];
    for (const type of endings) client.breakers.on(type, () => heard.push(type));
    const { error } = await listApps(client);
    expect(error).toMatchObject({ name: "CallTimeoutError", timeoutMs });
    expect(heard).toEqual(["timeout"]);
    client.destroy();
  });
});
