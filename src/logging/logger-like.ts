/** Levels in use, as every logger has them. */
export type LogLevel = "debug" | "info" | "warn" | "error";

/** A method of a logger: (message, fields), or for pino and its like (fields, message). */
type LogMethod = (...content: never[]) => unknown;

/** A logger of any common shape: pino, winston, console, the SDK's `Logger`. */
export type LoggerLike = { readonly [Level in LogLevel]: LogMethod };
