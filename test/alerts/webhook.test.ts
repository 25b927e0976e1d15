import { createHmac, timingSafeEqual } from "node:crypto";
import { describe, expect, test, vi } from "vitest";
import { webhook, type Delivery, type WebhookOptions } from "../../src/alerts/index.ts";
import { ManualClock } from "../../src/testing/index.ts";
import { eventually } from "../scenarios/support/eventually.ts";
import { closedPort } from "../scenarios/support/odd-servers.ts";
import { anAlert } from "./an-alert.ts";
import { ok, startHookServer, status, type Posted } from "./hook-server.ts";

const quick = { backoffMs: 1 };

function aDelivery(): Delivery & { readonly clock: ManualClock; readonly end: () => void } {
  const controller = new AbortController();
  return {
    signal: controller.signal,
    clock: new ManualClock(),
    end: () => controller.abort(new Error("alerting has ended")),
  };
}

/** What the delivery rejected with. */
async function failureOf(delivery: unknown): Promise<Error & { readonly isFinal?: boolean }> {
  return Promise.resolve(delivery).then(
    () => {
      throw new Error("it was delivered");
    },
    (error: unknown) => error as Error,
  );
}

describe("webhook()", () => {
  test("posts the alert as JSON, with a key for those who take a message once", async () => {
    const { url, posted } = await startHookServer();
    await webhook({ url, headers: { Authorization: "Bearer t", "content-type": "text/plain" } })(
      anAlert(),
      aDelivery(),
    );
    expect(posted).toHaveLength(1);
    expect(JSON.parse(posted[0]?.body ?? "")).toEqual(anAlert());
    expect(posted[0]).toMatchObject({
      method: "POST",
      headers: {
        authorization: "Bearer t",
        "content-type": "application/json",
        "idempotency-key": "ListApps-eu-west-1-1/circuitOpen/firing",
        "user-agent": "amplify-breaker",
      },
    });
    expect(posted[0]?.headers).not.toHaveProperty("amplify-breaker-signature");
  });

  test("takes an address alone, and works when it is called by hand", async () => {
    const { url, posted } = await startHookServer();
    const sink = webhook(new URL(url)) as (alert: unknown) => Promise<void>;
    await sink(anAlert());
    expect(posted).toHaveLength(1);
  });

  test("signs the time and the body, which a receiver can verify", async () => {
    const { url, posted } = await startHookServer();
    const secret = "sixteen characters or more";
    const delivery = aDelivery();
    await webhook({ url, secret })(anAlert(), delivery);
    const [request] = posted;
    const [, time = "", signature = ""] =
      /^t=(\d+),v1=([\da-f]{64})$/u.exec(String(request?.headers["amplify-breaker-signature"])) ?? [];
    const wanted = createHmac("sha256", secret).update(`${time}.${request?.body}`).digest();
    expect(timingSafeEqual(wanted, Buffer.from(signature, "hex"))).toBe(true);
    expect(Number(time)).toBe(delivery.clock.epochMs() / 1_000);
  });

  test("posts to Slack what Slack takes", async () => {
    const { url, posted } = await startHookServer();
    await webhook({ url, format: "slack" })(anAlert(), aDelivery());
    const message = JSON.parse(posted[0]?.body ?? "") as { readonly text: string };
    expect(Object.keys(message)).toEqual(["text"]);
    expect(message.text).toContain("Amplify ListApps is out in eu-west-1");
  });

  test.each([500, 503, 408, 429])("repeats what was answered with %d, under the same key", async (code) => {
    const { url, posted } = await startHookServer(status(code), status(code), ok);
    await webhook({ url, ...quick })(anAlert(), aDelivery());
    expect(new Set(posted.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
    expect(posted).toHaveLength(3);
  });

  test.each([400, 401, 404, 410])("does not repeat what was answered with %d", async (code) => {
    const { url, host, posted } = await startHookServer(status(code));
    const error = await failureOf(webhook({ url, ...quick })(anAlert(), aDelivery()));
    expect(error).toMatchObject({ name: "WebhookError", message: `${host} answered ${code}`, isFinal: true });
    expect(posted).toHaveLength(1);
  });

  test("repeats as often as it is told, and is not final then", async () => {
    const { url, host, posted } = await startHookServer(status(500));
    const error = await failureOf(webhook({ url, ...quick, retries: 2 })(anAlert(), aDelivery()));
    expect(error).toMatchObject({ message: `${host} answered 500`, status: 500, isFinal: false });
    expect(posted).toHaveLength(3);
  });

  test("waits for as long as Retry-After says", async () => {
    const { url, posted, came } = await startHookServer(status(429, { "retry-after": "7" }), ok);
    const delivery = aDelivery();
    const delivered = webhook({ url, ...quick })(anAlert(), delivery);
    await came(1);
    // The deadline of the request has ended, and the wait has begun.
    await eventually("the wait", () => delivery.clock.pendingTimers === 1 && posted.length === 1);
    await delivery.clock.advanceAsync(6_999);
    expect(posted).toHaveLength(1);
    await delivery.clock.advanceAsync(1);
    await delivered;
    expect(posted).toHaveLength(2);
    expect(delivery.clock.pendingTimers).toBe(0);
  });

  test("leaves a long Retry-After, in seconds or as a date, to the queue", async () => {
    const { url, posted } = await startHookServer(
      status(429, { "retry-after": "120" }),
      status(503, { "retry-after": "Thu, 01 Jan 2026 00:02:00 GMT" }),
    );
    for (const count of [1, 2]) {
      const error = await failureOf(webhook({ url, ...quick })(anAlert(), aDelivery()));
      expect(error).toMatchObject({ retryAfterMs: 120_000, isFinal: false });
      expect(posted).toHaveLength(count);
    }
  });

  test("ends a wait for Retry-After at once when it is told to", async () => {
    const { url, came } = await startHookServer(status(429, { "retry-after": "7" }));
    const delivery = aDelivery();
    const delivered = failureOf(webhook({ url, ...quick })(anAlert(), delivery));
    await came(1);
    await eventually("the wait", () => delivery.clock.pendingTimers === 1);
    delivery.end();
    expect(await delivered).toEqual(new Error("alerting has ended"));
    expect(delivery.clock.pendingTimers).toBe(0);
  });

  test("gives a server that hangs its time, and ends the connection", async () => {
    const { url, host, came, posted } = await startHookServer(() => {});
    const delivery = aDelivery();
    const delivered = failureOf(webhook({ url, retries: 0, timeoutMs: 1_000 })(anAlert(), delivery));
    await came(1);
    delivery.clock.advance(1_000);
    expect(await delivered).toMatchObject({
      message: `${host} did not answer within 1000 ms`,
      isFinal: false,
    });
    await untilClosed(posted);
  });

  test("takes an answer that is slow but in time", async () => {
    const server = await startHookServer((response) =>
      setImmediate(() => setImmediate(() => response.end("ok"))),
    );
    await webhook(server.url)(anAlert(), aDelivery());
    expect(server.posted).toHaveLength(1);
  });

  test("does not read an answer without end", async () => {
    const { url, posted } = await startHookServer((response) => {
      const go = (): void => {
        while (!response.destroyed && response.write("x".repeat(65_536)));
        response.once("drain", go);
      };
      go();
    });
    await webhook(url)(anAlert(), aDelivery());
    await untilClosed(posted);
  });

  test("follows no redirect, and does not repeat what got one", async () => {
    const elsewhere = await startHookServer();
    const { url, host, posted } = await startHookServer(status(307, { location: elsewhere.url }));
    const error = await failureOf(webhook({ url, ...quick })(anAlert(), aDelivery()));
    expect(error).toMatchObject({
      message: `${host} answered with a redirect, which is not followed`,
      isFinal: true,
    });
    expect([posted.length, elsewhere.posted.length]).toEqual([1, 0]);
  });

  test("repeats what met a closed connection", async () => {
    const { url, posted } = await startHookServer((_response, request) => void request.socket.destroy(), ok);
    await webhook({ url, ...quick })(anAlert(), aDelivery());
    expect(posted).toHaveLength(2);
  });

  test("tells a failed connection by its code, and no more of the address than the host", async () => {
    const host = `127.0.0.1:${await closedPort()}`;
    const sink = webhook({
      url: `http://${host}/services/T0/secret-token`,
      retries: 0,
      headers: { "x-key": "k-secret" },
    });
    const error = await failureOf(sink(anAlert(), aDelivery()));
    expect(error.message).toBe(`the request to ${host} failed: ECONNREFUSED`);
    expect(JSON.stringify([error, error.message, error.stack, error.cause])).not.toMatch(/secret/u);
  });

  test("ends at once when it is told to, between two requests too", async () => {
    const { url, posted, came } = await startHookServer(status(500));
    const delivery = aDelivery();
    const delivered = failureOf(webhook({ url, backoffMs: 60_000 })(anAlert(), delivery));
    await came(1);
    await eventually("the answer", () => delivery.clock.pendingTimers === 0);
    delivery.end();
    expect(await delivered).toEqual(new Error("alerting has ended"));
    expect(posted).toHaveLength(1);
  });

  test.each<[string, unknown, string]>([
    ["no address", {}, "option url must be an address that begins with https:// or http://; got undefined"],
    [
      "an address that is none",
      { url: "hooks/secret" },
      "option url must be an address that begins with https:// or http://; got a text of 12 characters",
    ],
    [
      "another scheme",
      { url: "file:///secret" },
      "option url must be an address that begins with https:// or http://; got a text of 14 characters",
    ],
    [
      "another scheme as a URL",
      { url: new URL("ftp://secret/") },
      "option url must be an address that begins with https:// or http://; got an address of ftp:",
    ],
    [
      "a password in it",
      { url: "https://kim:secret@h/" },
      "option url must hold no user name and password; give them in option headers",
    ],
    [
      "a wrong name",
      { url: "https://h/", retrys: 1 },
      'the options of webhook() has no member "retrys"; did you mean retries?',
    ],
    [
      "a wrong format",
      { url: "https://h/", format: "teams" },
      'option format must be "json" or "slack"; got "teams"',
    ],
    [
      "a short secret",
      { url: "https://h/", secret: "secret" },
      "option secret must be 16 characters or more; got 6 characters",
    ],
    [
      "a secret that is no text",
      { url: "https://h/", secret: 7_777 },
      "option secret must be a text; got number",
    ],
    [
      "headers that are none",
      { url: "https://h/", headers: "secret" },
      "option headers must be an object; got string",
    ],
    [
      "a header HTTP does not allow",
      { url: "https://h/", headers: { "x-key": "secret\n1" } },
      'option headers must have names and values that HTTP allows; got another at "x-key"',
    ],
    [
      "a header that is no text",
      { url: "https://h/", headers: { "x-key": 1 } },
      'option headers must have names and values that HTTP allows; got another at "x-key"',
    ],
    [
      "no time",
      { url: "https://h/", timeoutMs: 0 },
      "option timeoutMs must be a whole number from 100 to 60000; got 0",
    ],
    [
      "too many retries",
      { url: "https://h/", retries: 11 },
      "option retries must be a whole number from 0 to 10; got 11",
    ],
    [
      "no backoff",
      { url: "https://h/", backoffMs: 0 },
      "option backoffMs must be a whole number from 1 to 60000; got 0",
    ],
  ])("refuses %s at once, and shows nothing secret", (_what, options, message) => {
    let thrown: unknown;
    try {
      webhook(options as WebhookOptions);
    } catch (error) {
      thrown = error;
    }
    expect((thrown as Error).message).toBe(message);
    expect(message).not.toMatch(/secret(?! must)/u);
  });

  test("follows no change that is made to its options afterwards", async () => {
    const { url, posted } = await startHookServer();
    const headers = { "x-key": "one" };
    const sink = webhook({ url, headers });
    headers["x-key"] = "two";
    await sink(anAlert(), aDelivery());
    expect(posted[0]?.headers["x-key"]).toBe("one");
  });

  test("raises no unhandled rejection where it ends while a request is under way", async () => {
    const unhandled = vi.fn<(error: unknown) => void>();
    process.on("unhandledRejection", unhandled);
    const { url, came, posted } = await startHookServer(() => {});
    const delivery = aDelivery();
    const delivered = failureOf(webhook(url)(anAlert(), delivery));
    await came(1);
    delivery.end();
    expect(await delivered).toEqual(new Error("alerting has ended"));
    await untilClosed(posted);
    process.off("unhandledRejection", unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });
});

/** Waits until the connection of the last request is closed. */
async function untilClosed(posted: readonly Posted[]): Promise<void> {
  await eventually("the connection is closed", () => posted.at(-1)?.socket.destroyed === true);
}
