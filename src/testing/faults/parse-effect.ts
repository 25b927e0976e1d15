import { nearestName } from "../../errors/nearest-name.ts";
import { isServiceErrorName, serviceErrorNames } from "../protocol/service-error.ts";
import type { FaultEffect } from "./fault.ts";
import type { TokenReader } from "./token-reader.ts";
import type { Token } from "./tokenize-phases.ts";

/** The words for what goes wrong, besides the names of errors. */
const words = [
  "throttling",
  "latency",
  "hang",
  "refuse",
  "reset",
  "reset-body",
  "stall",
  "html",
  "empty",
  "malformed",
  "mistyped",
  "status",
  "outage",
  "brown-out",
] as const;
type Word = (typeof words)[number];

const allowed: readonly string[] = ["healthy", ...words, ...serviceErrorNames];

/**
 * Reads what goes wrong, with the status or the milliseconds that belong to it.
 *
 * @throws PhaseScriptError for a word that means nothing here, with the nearest that does
 */
export function parseEffect(tokens: TokenReader): FaultEffect {
  const token = tokens.take();
  if (isServiceErrorName(token.text)) return { kind: "error", error: token.text };
  const spelled = token.text.toLowerCase().replace("brownout", "brown-out");
  const word = token.kind === "word" ? words.find((known) => known === spelled) : undefined;
  if (word === undefined) throw unknownWord(token, tokens);
  return effectOf(word, tokens);
}

function effectOf(word: Word, tokens: TokenReader): FaultEffect {
  switch (word) {
    case "outage":
    case "brown-out":
      return { kind: "error", error: "InternalFailureException" };
    case "latency":
      return parseLatency(tokens);
    case "reset-body":
      return { kind: "reset", during: "body", ...parseStatus(tokens) };
    case "status":
      return { kind: "response", status: 403, ...parseStatus(tokens) };
    case "stall":
    case "html":
    case "empty":
    case "malformed":
      return { kind: word, ...parseStatus(tokens) };
    case "throttling":
    case "hang":
    case "refuse":
    case "reset":
    case "mistyped":
      return { kind: word };
  }
}

function parseLatency(tokens: TokenReader): FaultEffect {
  const ms = parseDuration(tokens, 'latency needs a duration, as in "latency 300 ms ± 100 ms"');
  if (!tokens.takeWord("±")) return { kind: "latency", ms };
  return { kind: "latency", ms, spreadMs: parseDuration(tokens, 'a duration was expected after "±"') };
}

function parseDuration(tokens: TokenReader, problem: string): number {
  const token = tokens.take();
  if (token.kind !== "duration") throw tokens.wrong(token, `${problem}, got ${tokens.quote(token)}`);
  return token.value;
}

function parseStatus(tokens: TokenReader): { status?: number } {
  const token = tokens.next;
  if (token.kind !== "number") return {};
  tokens.take();
  if (!Number.isInteger(token.value) || token.value < 200 || token.value > 599) {
    throw tokens.wrong(token, `a status must be an integer from 200 to 599, got "${token.text}"`);
  }
  return { status: token.value };
}

function unknownWord(token: Token, tokens: TokenReader): Error {
  const nearest = token.kind === "word" ? nearestName(token.text, allowed) : undefined;
  const hint = nearest === undefined ? "" : ` Did you mean "${nearest}"?`;
  return tokens.wrong(
    token,
    `${tokens.quote(token)} is not something that can go wrong.${hint} Allowed: ${allowed.join(", ")}`,
  );
}
