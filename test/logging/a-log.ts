import type { LogFields } from "../../src/logging/write-line.ts";
import { logEvents, type LogLevel, type LoggerLike, type LogOptions } from "../../src/logging/index.ts";
import { aClient, type HandMadeClient } from "../proxy/a-client.ts";
import type { BreakerOptions } from "../../src/index.ts";
import { ListAppsCommand } from "@aws-sdk/client-amplify";

/** A line that was logged. */
export interface Logged {
  readonly level: LogLevel;
  readonly message: string;
  readonly fields: LogFields;
}

/** A logger that keeps what it is told, message first. */
export function keepingLogger(): { readonly logger: LoggerLike; readonly lines: Logged[] } {
  const lines: Logged[] = [];
  const keep =
    (level: LogLevel) =>
    (message: string, fields: LogFields): void =>
      void lines.push({ level, message, fields });
  return {
    logger: { debug: keep("debug"), info: keep("info"), warn: keep("warn"), error: keep("error") },
    lines,
  };
}

/** A client whose events are logged. */
export interface LoggedClient extends HandMadeClient {
  readonly lines: Logged[];
  readonly stop: () => void;
  /** Makes that many calls, one after the other, whatever becomes of them. */
  readonly call: (count: number) => Promise<void>;
  /** From now on the service fails. */
  readonly failWith: (makeError: () => Error) => void;
}

/** Opens at the second failure in a row, for a second. */
export function aLoggedClient(options: BreakerOptions = {}, logOptions: LogOptions = {}): LoggedClient {
  const handMade = aClient({
    consecutiveFailures: 2,
    failureSpanMs: 0,
    resetTimeout: 1_000,
    resetBackoff: { jitter: 0 },
    ...options,
  });
  const { logger, lines } = keepingLogger();
  const stop = logEvents(handMade.breakers, logger, { clock: handMade.clock, ...logOptions });
  return {
    ...handMade,
    lines,
    stop,
    call: async (count) => {
      for (let made = 0; made < count; made++) {
        await handMade.client.send(new ListAppsCommand({})).catch(() => {});
      }
    },
    failWith: (makeError) =>
      void handMade.send.mockImplementation(async () => {
        throw makeError();
      }),
  };
}
