import type { CommandIo } from "./command-io.ts";

/** Fewest columns and rows the live view fits in. */
const LEAST_COLUMNS = 80;
const LEAST_ROWS = 24;

/** What a stream can show. */
export interface TerminalKind {
  /** Whether a picture may be redrawn in place. */
  readonly isLive: boolean;
  readonly hasColours: boolean;
}

/**
 * What standard output can show: nothing but plain lines in a pipe, in CI and on a dumb terminal; no colours where
 * `NO_COLOR` is set (see no-color.org).
 */
export function terminalKind({ stdout, env }: Pick<CommandIo, "stdout" | "env">): TerminalKind {
  const { isTTY = false, columns = 0, rows = 0 } = stdout as Partial<NodeJS.WriteStream>;
  const isCapable = isTTY && env["TERM"] !== "dumb" && !isSet(env["CI"]);
  return {
    isLive: isCapable && columns >= LEAST_COLUMNS && rows >= LEAST_ROWS,
    hasColours: isCapable && !isSet(env["NO_COLOR"]),
  };
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "" && value !== "false" && value !== "0";
}
