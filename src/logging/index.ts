export { logEvents, type LogOptions } from "./log-events.ts";
export type { LoggerLike, LogLevel } from "./logger-like.ts";
