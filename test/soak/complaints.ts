const mostTexts = 5;

/** What the process itself complains of: rejections nobody handled, errors nobody caught, warnings. */
export class Complaints {
  unhandled = 0;
  warnings = 0;
  /** The first of them, in their own words. */
  readonly texts: string[] = [];

  constructor() {
    const noteUnhandled = (error: unknown): void => {
      this.unhandled++;
      this.#note(error instanceof Error ? (error.stack ?? error.message) : String(error));
    };
    process.on("unhandledRejection", noteUnhandled).on("uncaughtException", noteUnhandled);
    process.on("warning", ({ name, message }) => {
      this.warnings++;
      this.#note(`${name}: ${message}`);
    });
  }

  #note(text: string): void {
    if (this.texts.length < mostTexts) this.texts.push(text);
  }
}
