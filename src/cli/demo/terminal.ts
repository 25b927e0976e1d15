const hideCursor = "\u001B[?25l";
const showCursor = "\u001B[?25h";
// A line that is too long, as in a window that was made narrower, must not push the others down.
const wrapOff = "\u001B[?7l";
const wrapOn = "\u001B[?7h";
const resetColours = "\u001B[0m";
const eraseToLineEnd = "\u001B[K";
const eraseBelow = "\u001B[J";

/** A part of the screen that is redrawn in place. */
export class Terminal {
  readonly #stdout: NodeJS.WritableStream;
  readonly #onExit = (): void => this.close();
  #height = 0;
  #isOpen = true;

  constructor(stdout: NodeJS.WritableStream) {
    this.#stdout = stdout;
    // However the process ends, the cursor comes back.
    process.once("exit", this.#onExit);
    stdout.write(hideCursor + wrapOff);
  }

  /** Draws the lines where the ones before were. */
  draw(lines: readonly string[]): void {
    if (!this.#isOpen) return;
    const up = this.#height === 0 ? "" : `\u001B[${this.#height}A`;
    const text = lines.map((line) => `${line}${eraseToLineEnd}\n`).join("");
    this.#stdout.write(`${up}\r${text}${eraseBelow}`);
    this.#height = lines.length;
  }

  /** Leaves the last picture, with the cursor below it. */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    process.off("exit", this.#onExit);
    this.#stdout.write(resetColours + wrapOn + showCursor);
  }
}
