import { compileOperationPatterns } from "../operation-pattern.ts";
import type { Fault } from "./fault.ts";
import { parseEffect } from "./parse-effect.ts";
import type { Phase } from "./phase.ts";
import { TokenReader } from "./token-reader.ts";

/**
 * Reads the text form of a script.
 *
 * @throws PhaseScriptError naming what was wrong, where, and what is allowed
 */
export function parsePhaseText(script: string): readonly Phase[] {
  const tokens = new TokenReader(script);
  const phases: Phase[] = [];
  while (tokens.skipSeparators().kind !== "end") {
    const previous = phases.at(-1);
    if (previous && previous.durationMs === undefined) {
      throw tokens.wrong(
        tokens.next,
        `nothing can follow a phase without a duration; give the one before one, as in "10 s"`,
      );
    }
    phases.push(parsePhase(tokens));
  }
  if (phases.length === 0) throw tokens.wrong(tokens.next, `a phase was expected, as in "healthy 5 s"`);
  return phases;
}

function parsePhase(tokens: TokenReader): Phase {
  const name = tokens.next.kind === "name" ? tokens.take().text : undefined;
  const faults = tokens.takeWord("healthy") ? [] : parseFaults(tokens);
  const durationMs = parsePhaseDuration(tokens);
  if (tokens.next.kind !== "separator" && tokens.next.kind !== "end") {
    throw tokens.wrong(
      tokens.next,
      `${tokens.quote(tokens.next)} is not expected here; a comma ends a phase, "+" adds a fault`,
    );
  }
  return { faults, ...(name !== undefined && { name }), ...(durationMs !== undefined && { durationMs }) };
}

function parseFaults(tokens: TokenReader): readonly Fault[] {
  const faults: Fault[] = [];
  do faults.push(parseFault(tokens));
  while (tokens.takeWord("+"));
  return faults;
}

function parsePhaseDuration(tokens: TokenReader): number | undefined {
  const isAnnounced = tokens.takeWord("for");
  const token = tokens.next;
  if (token.kind === "duration") {
    tokens.take();
    if (token.value === 0) throw tokens.wrong(token, "a phase must last longer than 0");
    return token.value;
  }
  if (!isAnnounced && token.kind !== "number") return undefined;
  throw tokens.wrong(
    token,
    `a duration was expected, as in "500 ms", "10 s" or "2 min", got ${tokens.quote(token)}`,
  );
}

function parseFault(tokens: TokenReader): Fault {
  const rateBefore = parseRate(tokens);
  const effect = parseEffect(tokens);
  const rate = rateBefore ?? parseRate(tokens);
  const operations = tokens.takeWord("on") ? parseOperations(tokens) : undefined;
  const applied = tokens.takeWord("applied");
  const retryAfterSeconds = tokens.takeWord("retry-after") ? parseRetryAfter(tokens) : undefined;
  return {
    ...effect,
    ...(rate !== undefined && { rate }),
    ...(operations !== undefined && { operations }),
    ...(applied && { applied }),
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
  };
}

function parseRate(tokens: TokenReader): number | undefined {
  const token = tokens.next;
  if (token.kind !== "percent") return undefined;
  tokens.take();
  if (token.value > 100) throw tokens.wrong(token, `a rate must be 0 to 100 %, got "${token.text}"`);
  return token.value / 100;
}

function parseRetryAfter(tokens: TokenReader): number {
  const token = tokens.take();
  if (token.kind === "duration") return token.value / 1_000;
  throw tokens.wrong(token, `retry-after must be a duration, as in "2 s", got ${tokens.quote(token)}`);
}

function parseOperations(tokens: TokenReader): readonly string[] {
  const operations: string[] = [];
  do {
    const token = tokens.take();
    if (token.kind !== "word") {
      throw tokens.wrong(token, `an operation was expected after "on", got ${tokens.quote(token)}`);
    }
    try {
      compileOperationPatterns(token.text, "an operation");
    } catch (error) {
      throw tokens.wrong(token, (error as Error).message);
    }
    operations.push(token.text);
  } while (tokens.takeWord("|") || tokens.takeWord("and"));
  return operations;
}
