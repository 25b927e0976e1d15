/** A script that cannot be understood; the message says what was wrong, where, and what is allowed. */
export class PhaseScriptError extends Error {
  override readonly name = "PhaseScriptError" as const;
  /** Line of the script, from 1. */
  readonly line: number;
  /** Column in that line, from 1. */
  readonly column: number;

  constructor(problem: string, script: string, offset: number) {
    const before = script.slice(0, offset).split("\n");
    const line = before.length;
    const column = (before.at(-1)?.length ?? 0) + 1;
    super(`line ${line}, column ${column}: ${problem}`);
    this.line = line;
    this.column = column;
  }
}
