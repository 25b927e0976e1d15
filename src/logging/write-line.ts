import { describeValue } from "../errors/describe-value.ts";
import { readProperty } from "../errors/read-property.ts";
import type { LoggerLike, LogLevel } from "./logger-like.ts";

/** What a line says beside its message. */
export type LogFields = Readonly<Record<string, string | number | boolean>>;

/** Writes one line; gives what the logger gives, which may be a promise. */
export type WriteLine = (level: LogLevel, message: string, fields: LogFields) => unknown;

const levels: readonly LogLevel[] = ["debug", "info", "warn", "error"];

/**
 * How lines are written with a logger, by its shape: pino and bunyan take the fields first, a console has no fields and
 * gets them as JSON on the same line, all others take them second.
 *
 * @throws TypeError where it is no logger
 */
export function lineWriter(logger: LoggerLike): WriteLine {
  const missing = levels.find((level) => typeof readProperty(logger, level) !== "function");
  if (missing !== undefined) {
    throw new TypeError(
      `the logger must have the methods ${levels.join(", ")}, as pino, winston and console do; got ` +
        `${describeValue(logger)} without ${missing}()`,
    );
  }
  if (takesFieldsFirst(logger)) return (level, message, fields) => call(logger, level, fields, message);
  if (isConsole(logger)) {
    return (level, message, fields) => call(logger, level, `${message} ${JSON.stringify(fields)}`);
  }
  // winston's splat() would take a per cent sign in a message for a place to put the fields.
  if (isWinston(logger)) return (level, message, fields) => call(logger, level, { message, ...fields });
  return (level, message, fields) => call(logger, level, message, fields);
}

function call(logger: LoggerLike, level: LogLevel, ...content: unknown[]): unknown {
  // As its method: most loggers need their `this`.
  return (logger[level] as (...content: unknown[]) => unknown).call(logger, ...content);
}

/** pino has `bindings()`, bunyan `addStream()`, and nothing else has. */
function takesFieldsFirst(logger: LoggerLike): boolean {
  return ["bindings", "addStream"].some((name) => typeof readProperty(logger, name) === "function");
}

function isWinston(logger: LoggerLike): boolean {
  return ["configure", "rejections", "exceptions"].every((name) => readProperty(logger, name) !== undefined);
}

/** The global one, one of `new Console()`, or one of another realm. */
function isConsole(logger: LoggerLike): boolean {
  return ["table", "groupEnd", "countReset"].every(
    (name) => typeof readProperty(logger, name) === "function",
  );
}
