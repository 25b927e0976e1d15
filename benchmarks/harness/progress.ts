/** Says what is being done: on one line that is written over, or line by line where nobody looks on. */
export class Progress {
  readonly #stream = process.stderr;
  #last = "";

  show(text: string): void {
    if (text === this.#last) return;
    this.#last = text;
    if (this.#stream.isTTY) this.#stream.write(`\r\u001B[K${text.slice(0, this.#stream.columns - 1)}`);
    else this.#stream.write(`${text}\n`);
  }

  clear(): void {
    this.#last = "";
    if (this.#stream.isTTY) this.#stream.write("\r\u001B[K");
  }
}
