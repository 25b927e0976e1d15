import { GetAppCommand, ListAppsCommand } from "@aws-sdk/client-amplify";
import { AsyncLocalStorage, AsyncResource } from "node:async_hooks";
import { PassThrough } from "node:stream";
import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, onTestFinished, test, vi } from "vitest";
import winston from "winston";
import type { BreakerOptions, CancelTimer } from "../../src/index.ts";
import { logEvents } from "../../src/logging/index.ts";
import { ManualClock } from "../../src/testing/index.ts";
import { aClient, illness } from "../proxy/a-client.ts";
import { aLoggedClient, keepingLogger } from "./a-log.ts";

const longOutage: BreakerOptions = {
  consecutiveFailures: 1,
  failureSpanMs: 0,
  resetTimeout: 60_000,
  resetBackoff: { maxMs: 60_000 },
};
const caller = new AsyncLocalStorage<string>();

test("a logger whose methods reject raises no unhandled rejection", async () => {
  const unhandled: unknown[] = [];
  const keep = (error: unknown): void => void unhandled.push(error);
  process.on("unhandledRejection", keep);
  onTestFinished(() => void process.off("unhandledRejection", keep));
  const bad = async (): Promise<never> => {
    throw new Error("disk full");
  };
  const { client, breakers, send, clock } = aClient(longOutage);
  logEvents(breakers, { debug: bad, info: bad, warn: bad, error: bad }, { clock });
  send.mockImplementation(async () => {
    throw illness();
  });
  for (let call = 0; call < 2; call++) await client.send(new ListAppsCommand({})).catch(() => {});
  clock.advance(10_000);
  await nextTurn();
  expect(unhandled).toEqual([]);
});

test("a clock that is none is refused at once", () => {
  const { breakers } = aClient();
  expect(() => logEvents(breakers, keepingLogger().logger, { clock: {} as never })).toThrow(TypeError);
});

test("a circuit that operations share has its rejections summed up under its own name, as its other lines", async () => {
  const { client, call, failWith, clock, lines } = aLoggedClient({ ...longOutage, circuit: "service" });
  failWith(illness);
  await call(2);
  for (let made = 0; made < 9; made++) await client.send(new GetAppCommand({ appId: "d1" })).catch(() => {});
  clock.advance(10_000);
  expect(lines.at(-1)?.fields["operation"]).toBe(lines[0]?.fields["operation"]);
});

test("a sum of rejections is logged in no single caller's context", async () => {
  class ClockWithContext extends ManualClock {
    override startTimer(callback: () => void, delayMs: number, keepsAlive: boolean): CancelTimer {
      return super.startTimer(AsyncResource.bind(callback), delayMs, keepsAlive);
    }
  }
  const clock = new ClockWithContext();
  const { client, breakers, send } = aClient(longOutage);
  const seen: unknown[] = [];
  const log = (): void => void seen.push(caller.getStore());
  logEvents(breakers, { debug: log, info: log, warn: log, error: log }, { clock });
  send.mockImplementation(async () => {
    throw illness();
  });
  for (const who of ["alice", "bob", "carol"])
    await caller.run(who, async () => client.send(new ListAppsCommand({})).catch(() => {}));
  clock.advance(10_000);
  expect(seen).toEqual(["alice", undefined]);
});

test("once it was told to end, it starts no timer and logs no more", async () => {
  const { client, breakers, send, clock } = aClient(longOutage);
  const { logger, lines } = keepingLogger();
  let stop = (): void => {};
  breakers.on("reject", () => stop());
  stop = logEvents(breakers, logger, { clock });
  send.mockImplementation(async () => {
    throw illness();
  });
  for (let call = 0; call < 2; call++) await client.send(new ListAppsCommand({})).catch(() => {});
  clock.advance(10_000);
  expect(lines).toHaveLength(1);
});

test("a logger that throws in a timer is warned of once", async () => {
  const warn = vi.spyOn(process, "emitWarning").mockImplementation(() => {});
  onTestFinished(() => warn.mockRestore());
  const broken = (): never => {
    throw new Error("disk full");
  };
  const circuit = (_: string, input: unknown): string => (input as { nextToken: string }).nextToken;
  const { client, breakers, clock, send } = aClient({ ...longOutage, circuit });
  breakers.on("listenerError", () => {});
  logEvents(breakers, { debug: broken, info: broken, warn: broken, error: broken }, { clock });
  send.mockImplementation(async () => {
    throw illness();
  });
  for (let call = 0; call < 600; call++)
    await client.send(new ListAppsCommand({ nextToken: `t${call % 300}` })).catch(() => {});
  clock.advance(10_000);
  expect(warn).toHaveBeenCalledTimes(1);
});

test("winston keeps the fields of a line with a percent sign", async () => {
  const stream = new PassThrough();
  const { breakers, call } = aLoggedClient();
  await call(1);
  logEvents(
    breakers,
    winston.createLogger({
      format: winston.format.json(),
      transports: [new winston.transports.Stream({ stream })],
    }),
  );
  breakers.circuit("ListApps").isolate("rollout at 50%done");
  await nextTurn();
  expect(JSON.parse(String(stream.read()))).toMatchObject({ event: "isolate", circuit: "ListApps" });
});

test("names and codes that the service made up are cut short too", async () => {
  const { call, failWith, lines } = aLoggedClient();
  failWith(() =>
    Object.assign(illness(), {
      name: "A".repeat(100_000),
      $fault: "server",
      $metadata: { httpStatusCode: 500 },
    }),
  );
  await call(2);
  expect(lines[0]?.message.length).toBeLessThan(1_000);
});

test("C1 controls, the next-line character and bidirectional overrides are no part of a line", async () => {
  const { call, breakers, lines } = aLoggedClient();
  await call(1);
  breakers.circuit("ListApps").isolate("a\u0085b\u009B31mc\u202Ed");
  expect(lines[0]?.message).not.toMatch(/[\u0080-\u009F\u202A-\u202E]/u);
});
