import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { parsePhaseScript } from "../testing/index.ts";
import { LARGEST_SEED, readNumber } from "./read-number.ts";
import { UsageError } from "./usage-error.ts";

/** What `amplify-breaker simulate` was asked to do. */
export interface SimulateOptions {
  readonly isHelpWanted: boolean;
  readonly host: string;
  readonly port: number;
  readonly seed: number;
  readonly latencyMs: number;
  /** How many apps there are from the start. */
  readonly apps: number;
  /** The text of the script, which has been checked. */
  readonly script: string | undefined;
}

const LARGEST_PORT = 65_535;
const LONGEST_LATENCY_MS = 3_600_000;
const MOST_APPS = 10_000;

/**
 * Reads the arguments of `amplify-breaker simulate`, and the script they name.
 *
 * @throws UsageError naming the argument, what is allowed and what was given
 */
export function readSimulateOptions(argv: readonly string[]): SimulateOptions {
  const { help, host, port, seed, apps, script, "latency-ms": latencyMs } = parse(argv);
  return {
    isHelpWanted: help,
    host,
    port: wholeNumber("--port", port, LARGEST_PORT),
    seed: wholeNumber("--seed", seed, LARGEST_SEED),
    latencyMs: wholeNumber("--latency-ms", latencyMs, LONGEST_LATENCY_MS),
    apps: wholeNumber("--apps", apps, MOST_APPS),
    script: script === undefined || help ? undefined : readScript(script),
  };
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        port: { type: "string", default: "4566" },
        host: { type: "string", default: "127.0.0.1" },
        script: { type: "string" },
        seed: { type: "string", default: "1" },
        "latency-ms": { type: "string", default: "0" },
        apps: { type: "string", default: "0" },
        help: { type: "boolean", short: "h", default: false },
      },
    }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function wholeNumber(option: string, text: string, most: number): number {
  return readNumber(text, { option, least: 0, most, isWhole: true });
}

function readScript(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new UsageError(`--script ${file} cannot be read: ${(error as Error).message}`);
  }
  try {
    parsePhaseScript(text);
    return text;
  } catch (error) {
    throw new UsageError(`--script ${file}: ${(error as Error).message}`);
  }
}
