import { ListAppsCommand } from "@aws-sdk/client-amplify";
import { describe, expect, test, vi } from "vitest";
import { logEvents, type LogOptions, type LoggerLike } from "../../src/logging/index.ts";
import { aClient, illness } from "../proxy/a-client.ts";
import { aLoggedClient, keepingLogger } from "./a-log.ts";

describe("logEvents()", () => {
  test("writes one line for each transition of an outage, at a level by its meaning", async () => {
    const { call, failWith, clock, send, lines } = aLoggedClient();
    await call(1);
    failWith(illness);
    await call(2);
    clock.advance(1_000);
    await call(1);
    clock.advance(1_500);
    send.mockImplementation(async () => ({ apps: [] }));
    await call(1);
    expect(lines.map(({ level, message }) => `${level}: ${message}`)).toEqual([
      "error: Amplify ListApps: circuit opened (consecutive): InternalFailureException; next probe in 1.0 s",
      "info: Amplify ListApps: the next call is a probe",
      "warn: Amplify ListApps: still out: InternalFailureException; next probe in 1.5 s",
      "info: Amplify ListApps: the next call is a probe",
      "info: Amplify ListApps: circuit closed after 2.5 s",
    ]);
  });

  test("says in fields what else is known, and nothing that is not", async () => {
    const { call, failWith, lines } = aLoggedClient();
    const metadata = { httpStatusCode: 500, requestId: "r-7", attempts: 3 };
    failWith(() => Object.assign(illness(), { $fault: "server", code: "EX", $metadata: metadata }));
    await call(2);
    expect(lines.at(-1)?.fields).toEqual({
      event: "open",
      operation: "ListApps",
      circuit: "ListApps",
      region: "eu-west-1",
      errorName: "InternalFailureException",
      errorMessage: "down",
      errorCode: "EX",
      httpStatusCode: 500,
      requestId: "r-7",
      attempts: 3,
      trigger: "consecutive",
      retryAfterMs: 1_000,
    });
  });

  test("tells of isolation and release, and whose idea it was", () => {
    const { breakers, call, lines } = aLoggedClient();
    return call(1).then(() => {
      breakers.circuit("ListApps").isolate("deploy freeze\nuntil 14:00");
      breakers.circuit("ListApps").release();
      expect(lines.map(({ level, message }) => `${level}: ${message}`)).toEqual([
        "warn: Amplify ListApps: isolated (deploy freeze until 14:00)",
        "info: Amplify ListApps: released (was isolated: deploy freeze until 14:00)",
      ]);
      expect(lines[0]?.fields["reason"]).toBe("deploy freeze\nuntil 14:00");
    });
  });

  test("adds up the rejections of ten seconds to one line for each circuit", async () => {
    const { call, failWith, clock, lines } = aLoggedClient({ resetTimeout: 60_000 });
    failWith(illness);
    await call(2 + 1_240);
    clock.advance(9_999);
    expect(lines).toHaveLength(1);
    clock.advance(1);
    expect(lines[1]).toEqual({
      level: "warn",
      message: "Amplify ListApps: 1,240 calls rejected in 10 s",
      fields: {
        event: "rejections",
        operation: "ListApps",
        circuit: "ListApps",
        region: "eu-west-1",
        rejections: 1_240,
        open: 1_240,
        overMs: 10_000,
      },
    });
    clock.advance(20_000);
    expect(lines).toHaveLength(2);
    await call(1);
    clock.advance(10_000);
    expect(lines[2]?.message).toBe("Amplify ListApps: 1 call rejected in 10 s");
  });

  test("leaves calls out, unless they are asked for", async () => {
    const quiet = aLoggedClient();
    await quiet.call(3);
    expect(quiet.lines).toEqual([]);
    const { call, failWith, lines } = aLoggedClient({}, { calls: true });
    await call(1);
    failWith(illness);
    await call(1);
    failWith(() =>
      Object.assign(new Error("no"), {
        name: "NotFoundException",
        $fault: "client",
        $metadata: { httpStatusCode: 404 },
      }),
    );
    await call(1);
    failWith(() => Object.assign(new Error("slow down"), { name: "TooManyRequestsException" }));
    await call(1);
    failWith(() => Object.assign(new Error("gone"), { name: "AbortError" }));
    await call(1);
    expect(lines.map(({ level, message }) => `${level}: ${message}`)).toEqual([
      "debug: Amplify ListApps succeeded",
      "warn: Amplify ListApps failed: InternalFailureException",
      "debug: Amplify ListApps was answered with an error: NotFoundException",
      "warn: Amplify ListApps was throttled: TooManyRequestsException",
      "debug: Amplify ListApps was cancelled by its caller",
    ]);
    expect(lines[1]?.fields).toMatchObject({
      event: "failure",
      callId: expect.any(Number) as number,
      durationMs: 0,
    });
  });

  test("tells of deadlines that passed", async () => {
    const { client, clock, send, lines } = aLoggedClient({ timeout: 500 }, { calls: true });
    send.mockImplementation(async () => new Promise(() => {}));
    const call = client.send(new ListAppsCommand({})).catch(() => {});
    await clock.advanceAsync(500);
    await call;
    expect(lines[0]).toMatchObject({
      level: "warn",
      message: "Amplify ListApps timed out",
      fields: { verdict: "failure" },
    });
  });

  test("of a dry run wakes nobody, and says that nothing was refused", async () => {
    const { call, failWith, lines } = aLoggedClient({ enabled: false });
    failWith(illness);
    await call(3);
    expect(lines).toMatchObject([
      {
        level: "warn",
        message: expect.stringMatching(
          /^Amplify ListApps: circuit opened .* \(dry run: nothing is refused\)$/u,
        ) as string,
      },
    ]);
    expect(lines[0]?.fields["dryRun"]).toBe(true);
  });

  test("cuts an error page short", async () => {
    const { call, failWith, lines } = aLoggedClient();
    failWith(() => Object.assign(illness(), { message: "<html>".repeat(10_000) }));
    await call(2);
    expect(String(lines[0]?.fields["errorMessage"])).toHaveLength(501);
  });

  test("ends when it is told to, with the rejections that were not told yet, and leaves no timer", async () => {
    const { call, failWith, clock, lines, stop } = aLoggedClient({ resetTimeout: 60_000 });
    failWith(illness);
    await call(4);
    const before = clock.pendingTimers;
    stop();
    expect(clock.pendingTimers).toBe(before - 1);
    expect(lines.map(({ message }) => message).at(-1)).toBe("Amplify ListApps: 2 calls rejected in 0 ms");
    await call(1);
    clock.advance(60_000);
    expect(lines).toHaveLength(2);
  });

  test("holds no process open for what it still has to tell", async () => {
    const { call, failWith, clock } = aLoggedClient();
    failWith(illness);
    await call(4);
    expect(clock.pendingRefTimers).toBe(0);
  });
});

describe("a logger that throws", () => {
  const broken = (): never => {
    throw new Error("disk full");
  };
  const logger = { debug: broken, info: broken, warn: broken, error: broken };

  test("is a listenerError, and changes no call", async () => {
    const { client, breakers, send } = aClient({ consecutiveFailures: 1, failureSpanMs: 0 });
    logEvents(breakers, logger);
    const errors: unknown[] = [];
    breakers.on("listenerError", ({ error }) => errors.push(error));
    send.mockImplementation(async () => {
      throw illness();
    });
    await expect(client.send(new ListAppsCommand({}))).rejects.toThrow("down");
    expect(errors).toEqual([new Error("disk full")]);
  });

  test("in a timer is a warning of the process", async () => {
    const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
    const { client, breakers, clock, send } = aClient({
      consecutiveFailures: 1,
      failureSpanMs: 0,
      resetTimeout: 60_000,
    });
    breakers.on("listenerError", () => {});
    logEvents(breakers, logger, { clock });
    send.mockImplementation(async () => {
      throw illness();
    });
    for (let call = 0; call < 2; call++) await client.send(new ListAppsCommand({})).catch(() => {});
    clock.advance(10_000);
    expect(warn.mock.calls).toEqual([
      [
        "The logger given to logEvents() failed: disk full",
        { type: "AmplifyBreakerWarning", code: "AMPLIFY_BREAKER_LOGGER_ERROR" },
      ],
    ]);
  });
});

describe("wrong input", () => {
  const { breakers, client } = aClient();
  const { logger } = keepingLogger();

  test.each([
    [
      "a client",
      client,
      "logEvents() needs breakers, or a client's .breakers; got an object; did you mean its .breakers?",
    ],
    ["nothing", undefined, "logEvents() needs breakers, or a client's .breakers; got undefined"],
  ])("instead of breakers is named: %s", (_, given, message) => {
    expect(() => logEvents(given as never, logger)).toThrow(new TypeError(message));
  });

  test("instead of a logger is named", () => {
    expect(() => logEvents(breakers, { log: () => {} } as unknown as LoggerLike)).toThrow(
      new TypeError(
        "the logger must have the methods debug, info, warn, error, as pino, winston and console do; got an object without debug()",
      ),
    );
  });

  test.each<[LogOptions, string]>([
    [{ call: true } as LogOptions, 'the options of logEvents() has no member "call"; did you mean calls?'],
    [{ calls: "all" } as unknown as LogOptions, 'option calls must be true or false; got "all"'],
    [{ rejectionsEveryMs: 5 }, "option rejectionsEveryMs must be a number from 100 to 3600000; got 5"],
    [
      { rejectionsEveryMs: Number.NaN },
      "option rejectionsEveryMs must be a number from 100 to 3600000; got NaN",
    ],
  ])("among the options is named: %j", (options, message) => {
    expect(() => logEvents(breakers, logger, options)).toThrow(message);
  });
});
