import { PhaseScriptError } from "./phase-script-error.ts";

/** A piece of a script, and where it stands. */
export type Token = { readonly text: string; readonly offset: number } & (
  | { readonly kind: "word" | "name" | "separator" | "symbol" | "end" }
  | { readonly kind: "number" | "percent" | "duration"; readonly value: number }
);

const pattern = new RegExp(
  [
    String.raw`(?<space>[^\S\n]+|#[^\n]*)`,
    String.raw`(?<separator>[,;\n])`,
    String.raw`(?<number>\d+(?:\.\d+)?)(?:[^\S\n]*(?<unit>%|(?:ms|min|m|s)(?!\w)))?`,
    String.raw`"(?<name>[^"\n]*)"[^\S\n]*:`,
    String.raw`(?<symbol>[+|±])`,
    String.raw`(?<word>[A-Za-z*][\w*-]*)`,
  ].join("|"),
  "y",
);

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, min: 60_000 };

/**
 * Cuts a script into words, numbers, durations, percentages and signs.
 *
 * @throws PhaseScriptError at a character that is none of these
 */
export function tokenizePhases(script: string): readonly Token[] {
  const tokens: Token[] = [];
  let offset = 0;
  while (offset < script.length) {
    pattern.lastIndex = offset;
    const match = pattern.exec(script);
    if (!match) throw new PhaseScriptError(`${script[offset] ?? ""} is not expected here`, script, offset);
    const token = readToken(match.groups ?? {}, match[0], offset);
    if (token) tokens.push(token);
    offset += match[0].length;
  }
  return [...tokens, { kind: "end", text: "the end", offset: script.length }];
}

function readToken(
  groups: Readonly<Record<string, string | undefined>>,
  text: string,
  offset: number,
): Token | undefined {
  if (groups["space"] !== undefined) return undefined;
  if (groups["separator"] !== undefined) return { kind: "separator", text, offset };
  if (groups["number"] !== undefined)
    return readNumber(Number(groups["number"]), groups["unit"], text, offset);
  if (groups["name"] !== undefined) return { kind: "name", text: groups["name"], offset };
  if (groups["word"] !== undefined) return { kind: "word", text, offset };
  return { kind: "symbol", text, offset };
}

function readNumber(value: number, unit: string | undefined, text: string, offset: number): Token {
  if (unit === undefined) return { kind: "number", value, text, offset };
  if (unit === "%") return { kind: "percent", value, text, offset };
  return { kind: "duration", value: value * (unitMs[unit] ?? 1), text, offset };
}
