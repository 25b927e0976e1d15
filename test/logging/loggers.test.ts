import { Console } from "node:console";
import { PassThrough } from "node:stream";
import { pino } from "pino";
import { describe, expect, test } from "vitest";
import winston from "winston";
import { lineWriter } from "../../src/logging/write-line.ts";

/** A stream whose lines can be read. */
function aStream(): { readonly stream: PassThrough; readonly lines: () => string[] } {
  const stream = new PassThrough();
  const chunks: string[] = [];
  stream.on("data", (chunk: Buffer) => chunks.push(String(chunk)));
  return { stream, lines: () => chunks.join("").split("\n").slice(0, -1) };
}

const fields = { event: "open", operation: "ListApps", retryAfterMs: 100 };

describe("a line is one structured line", () => {
  test("of pino's", () => {
    const { stream, lines } = aStream();
    lineWriter(pino({ level: "debug" }, stream))("error", "it opened", fields);
    lineWriter(pino({ level: "debug" }, stream).child({ app: "shop" }))("debug", "it closed", fields);
    const [first = "", second = ""] = lines();
    expect(JSON.parse(first)).toMatchObject({ level: 50, msg: "it opened", ...fields });
    expect(JSON.parse(second)).toMatchObject({ level: 20, msg: "it closed", app: "shop", ...fields });
  });

  test("of winston's", () => {
    const { stream, lines } = aStream();
    const transports = [new winston.transports.Stream({ stream })];
    lineWriter(winston.createLogger({ format: winston.format.json(), transports }))(
      "warn",
      "it opened",
      fields,
    );
    expect(lines().map((line) => JSON.parse(line) as unknown)).toEqual([
      { level: "warn", message: "it opened", ...fields },
    ]);
  });

  test("of a console's", () => {
    const { stream, lines } = aStream();
    lineWriter(new Console(stream))("info", "it opened", { ...fields, reason: "two\nlines" });
    expect(lines()).toEqual([
      'it opened {"event":"open","operation":"ListApps","retryAfterMs":100,"reason":"two\\nlines"}',
    ]);
  });

  test("of a logger as the SDK has it, whose methods need their this", () => {
    class SdkLogger {
      readonly told: unknown[] = [];
      debug(...content: unknown[]): void {
        this.told.push(content);
      }
      info(...content: unknown[]): void {
        this.told.push(content);
      }
      warn(...content: unknown[]): void {
        this.told.push(content);
      }
      error(...content: unknown[]): void {
        this.told.push(content);
      }
    }
    const logger = new SdkLogger();
    lineWriter(logger)("error", "it opened", fields);
    expect(logger.told).toEqual([["it opened", fields]]);
  });
});
