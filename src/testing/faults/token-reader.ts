import { PhaseScriptError } from "./phase-script-error.ts";
import { tokenizePhases, type Token } from "./tokenize-phases.ts";

/** Walks through a script's tokens, and says where something went wrong. */
export class TokenReader {
  readonly #script: string;
  readonly #tokens: readonly Token[];
  #place = 0;

  constructor(script: string) {
    this.#script = script;
    this.#tokens = tokenizePhases(script);
  }

  /** The token that comes next; the last one is "end", and nothing reads past it. */
  get next(): Token {
    return this.#tokens[this.#place] as Token;
  }

  take(): Token {
    const token = this.next;
    if (token.kind !== "end") this.#place += 1;
    return token;
  }

  /** Takes the next token if it is this word or sign. */
  takeWord(word: string): boolean {
    const { kind, text } = this.next;
    if ((kind !== "word" && kind !== "symbol") || text.toLowerCase() !== word) return false;
    this.take();
    return true;
  }

  /** Passes over separators, and shows what comes after them. */
  skipSeparators(): Token {
    while (this.next.kind === "separator") this.take();
    return this.next;
  }

  wrong(token: Token, problem: string): PhaseScriptError {
    return new PhaseScriptError(problem, this.#script, token.offset);
  }

  /** What a token is called in a message. */
  quote(token: Token): string {
    if (token.kind === "end") return token.text;
    return token.text === "\n" ? "the end of the line" : `"${token.text}"`;
  }
}
