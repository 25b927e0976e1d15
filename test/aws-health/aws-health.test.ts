import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { createServer, type AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { describe, expect, onTestFinished, test } from "vitest";
import { awsHealth } from "../../src/index.ts";
import { ManualClock } from "../../src/testing/index.ts";
import { aFeed, disruption, encodedFeed, encodings } from "./a-feed.ts";

const there = { region: "me-central-1" };
const unknown = (problem: string): object => ({ status: "unknown", events: [], problem });

describe("awsHealth()", () => {
  test("says what AWS reports for Amplify in the region", async () => {
    const { health, clock, url } = await aFeed((response) => response.end(encodedFeed([disruption])));
    const report = await health.look(there);
    expect(report).toEqual({
      checkedAt: clock.epochMs(),
      source: url,
      status: "reported",
      events: [
        {
          service: "multipleservices",
          region: "me-central-1",
          status: "disruption",
          summary: "Region Availability; also affected: Amplify, S3",
          since: 1_772_369_485_000,
          arn: disruption.arn,
          isAmplify: true,
        },
      ],
    });
    expect([report, report.events, report.events[0]].every(Object.isFrozen)).toBe(true);
  });

  test("says that nothing is reported for a region where nothing is, and where the feed is empty", async () => {
    const events = [[disruption], []];
    const { health, clock } = await aFeed((response) => response.end(encodedFeed(events.shift())));
    const report = await health.look({ region: "eu-west-1" });
    expect(report).toMatchObject({ status: "nothingReported", events: [] });
    expect(report).not.toHaveProperty("problem");
    clock.advance(60_000);
    expect(await health.look(there)).toMatchObject({ status: "nothingReported", events: [] });
  });

  test.each(Object.entries(encodings))("reads %s", async (_, encode) => {
    const text = JSON.stringify([{ ...disruption, summary: "Übertragung gestört – 障害" }]);
    const { health } = await aFeed((response) => response.end(encode(text)));
    const { events } = await health.look(there);
    expect(events.map(({ summary }) => summary)).toEqual([
      "Übertragung gestört – 障害; also affected: Amplify, S3",
    ]);
  });

  test("reads what comes in pieces, within a character too", async () => {
    const { health } = await aFeed((response) => {
      const bytes = encodedFeed([disruption]);
      response.write(bytes.subarray(0, 9), () => response.end(bytes.subarray(9)));
    });
    expect(await health.look(there)).toMatchObject({ status: "reported" });
  });

  test("knows a region in capitals, and takes what it cannot understand for an unknown one", async () => {
    const { health } = await aFeed((response) => response.end(encodedFeed([disruption])));
    const places = [{ region: "EU-WEST-1" }, { region: "ME-Central-1" }, { region: 7 }, null, undefined];
    const reports = await Promise.all(places.map((place) => health.look(place as { region: string })));
    const [elsewhere, ...others] = reports.map(({ status }) => status);
    expect(elsewhere).toBe("nothingReported");
    expect(others).toEqual(["reported", "reported", "reported", "reported"]);
  });

  test("tells the feed nothing of its caller but this package's name", async () => {
    const { health, requests } = await aFeed((response) => response.end("[]"));
    await health.look({ region: "eu-west-1" });
    const [request] = requests;
    const { host: _host, ...headers } = request?.headers ?? {};
    expect([request?.method, request?.url]).toEqual(["GET", "/public/currentevents"]);
    expect(headers).toEqual({
      "user-agent": "amplify-breaker",
      accept: "application/json",
      "accept-encoding": "identity",
      connection: "close",
    });
  });

  test("leaves no query in the source that it names", async () => {
    const { url } = await aFeed((response) => response.end("[]"));
    const report = await awsHealth({ url: `${url}?token=hunter2` }).look({});
    expect(report).toMatchObject({ source: url, status: "nothingReported" });
    expect(JSON.stringify(report)).not.toContain("hunter2");
  });

  test("lets go of the connection when it has been answered", async () => {
    const { health, clock, requests } = await aFeed((response) => response.end("[]"));
    const looking = health.look({});
    expect([clock.pendingTimers, clock.pendingRefTimers]).toEqual([1, 0]);
    await looking;
    expect(clock.pendingTimers).toBe(0);
    const socket = requests[0]?.socket;
    if (socket?.destroyed === false) await once(socket, "close");
    expect(requests[0]?.socket.destroyed).toBe(true);
  });
});

describe("a feed that cannot be read", () => {
  const bytes = encodedFeed([disruption]);
  const text = JSON.stringify([disruption]);

  test.each<[what: string, body: string | Buffer, problem: string]>([
    ["is empty", "", "its answer is empty"],
    ["is nothing but a mark", Buffer.from([0xfe, 0xff]), "its answer is empty"],
    ["is cut short", text.slice(0, 300), "its answer is not JSON, or not whole"],
    ["is cut short in UTF-16", bytes.subarray(0, 300), "its answer is not JSON, or not whole"],
    [
      "is cut short within a character",
      bytes.subarray(0, 301),
      "its answer ends in the middle of a character",
    ],
    ["is a page", "<!doctype html><title>Sorry</title>", "its answer is not JSON, or not whole"],
    ["is a number", "7", "its answer is neither an array nor an object with one in it"],
    ["is null", "null", "its answer is neither an array nor an object with one in it"],
    [
      "is an object without arrays",
      '{"message":"no"}',
      "its answer is neither an array nor an object with one in it",
    ],
    ["is deeper than any stack", "[".repeat(500_000), "its answer is not JSON, or not whole"],
    [
      "has entries of wrong types",
      '[1,null,"x",[],{"service":7,"arn":{},"impacted_services":[0]}]',
      "5 of its 5 entries could not be read, and no other is about Amplify",
    ],
    [
      "has more entries than are read",
      JSON.stringify(Array.from({ length: 100_000 }, () => ({ service: "ec2" }))),
      "99000 of its 100000 entries could not be read, and no other is about Amplify",
    ],
    ["has a million entries", `[${"{},".repeat(1_000_000)}{}]`, "its answer is longer than 2 MiB"],
  ])("is unknown where it %s", async (_, body, problem) => {
    const { health } = await aFeed((response) => response.end(body));
    expect(await health.look(there)).toMatchObject(unknown(problem));
  });

  test.each<[what: string, answer: (response: ServerResponse) => void, problem: string]>([
    ["fails", (response) => response.writeHead(500).end("[]"), "it answered with HTTP status 500"],
    ["has no content", (response) => response.writeHead(204).end(), "it answered with HTTP status 204"],
    [
      "ends in the middle of the body",
      (response) => response.write("[", () => response.destroy()),
      "the connection failed or broke off (ECONNRESET)",
    ],
    [
      "ends before the headers",
      (response) => response.destroy(),
      "the connection failed or broke off (ECONNRESET)",
    ],
    [
      "compresses a good answer",
      (response) => response.setHeader("content-encoding", "gzip").end(gzipSync("[]")),
      "its answer is compressed, which was not asked for",
    ],
    [
      "speaks no HTTP",
      (response) => response.socket?.end("SSH-2.0-OpenSSH\r\n"),
      "the connection failed or broke off (HPE_INVALID_CONSTANT)",
    ],
    [
      "ends before the length that it told",
      (response) => response.writeHead(200, { "content-length": 10 }).write("[]", () => response.destroy()),
      "the connection failed or broke off (ECONNRESET)",
    ],
    [
      "says that it is longer than allowed",
      (response) => response.writeHead(200, { "content-length": 2 ** 40 }).write("["),
      "its answer is longer than 2 MiB",
    ],
  ])("is unknown where the server %s", async (_, answer, problem) => {
    const { health } = await aFeed(answer);
    expect(await health.look(there)).toMatchObject(unknown(problem));
  });

  test("is unknown where nobody listens", async () => {
    const server = createServer().listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, "close");
    const report = await awsHealth({ url: `http://127.0.0.1:${port}/` }).look(there);
    expect(report).toMatchObject(unknown("the connection failed or broke off (ECONNREFUSED)"));
  });

  test("is unknown where it redirects, and nobody follows", async () => {
    const other = await aFeed((response) => response.end(encodedFeed([disruption])));
    const { health } = await aFeed((response) => response.writeHead(302, { location: other.url }).end());
    expect(await health.look(there)).toMatchObject(unknown("it redirects elsewhere, which is not followed"));
    expect(other.requests).toEqual([]);
  });

  test("is read no further than 2 MiB where its body has no end", async () => {
    let written = 0;
    const closed: Promise<unknown>[] = [];
    const { health } = await aFeed((response) => {
      const chunk = Buffer.alloc(65_536, " ");
      const write = (): void => {
        do written += chunk.length;
        while (response.write(chunk));
      };
      closed.push(once(response.on("drain", write), "close"));
      write();
    });
    expect(await health.look(there)).toMatchObject(unknown("its answer is longer than 2 MiB"));
    await Promise.all(closed);
    // What the sockets of both sides hold comes on top.
    expect(written).toBeLessThan(32 * 2 ** 20);
  });

  test("is not decompressed: a hundred kilobytes could be a hundred megabytes", async () => {
    const bomb = gzipSync(Buffer.alloc(32 * 2 ** 20, " "));
    expect(bomb.length).toBeLessThan(100_000);
    const { health } = await aFeed((response) => response.setHeader("content-encoding", "gzip").end(bomb));
    expect(await health.look(there)).toMatchObject(
      unknown("its answer is compressed, which was not asked for"),
    );
  });
});

describe("a feed that takes too long", () => {
  const late = unknown("no whole answer came within 5000 ms");

  test.each<[what: string, begin: (response: ServerResponse) => void]>([
    ["sends no headers", () => {}],
    ["sends no body", (response) => response.flushHeaders()],
    ["stops in the middle of the body", (response) => response.write("[")],
    ["sends a byte at a time, and never ends", trickle],
  ])("is given up at the deadline where it %s, and the server sees it", async (_, begin) => {
    const closed: Promise<unknown>[] = [];
    const { health, clock, asked } = await aFeed((response) => {
      closed.push(once(response, "close"));
      begin(response);
    });
    const looking = health.look(there);
    await asked(1);
    await clock.advanceAsync(4_999);
    expect(clock.pendingTimers).toBe(1);
    clock.advance(1);
    expect(await looking).toMatchObject(late);
    await Promise.all(closed);
    expect(closed).toHaveLength(1);
    expect(clock.pendingTimers).toBe(0);
  });

  test("is given up where the connection is never made", async () => {
    // Nobody accepts: the handshake of TLS is never answered.
    const server = createServer(() => {}).listen(0, "127.0.0.1");
    await once(server, "listening");
    const connected = once(server, "connection");
    const clock = new ManualClock();
    const { port } = server.address() as AddressInfo;
    const looking = awsHealth({ url: `https://127.0.0.1:${port}/`, clock }).look(there);
    const [socket] = (await connected) as [NodeJS.Socket];
    onTestFinished(() => {
      server.close();
    });
    const closed = once(socket.resume(), "close");
    clock.advance(5_000);
    expect(await looking).toMatchObject(late);
    await closed;
  });
});

function trickle(response: ServerResponse): void {
  response.write(" ", () => {
    if (!response.destroyed) setImmediate(trickle, response);
  });
}
