import type { ChildProcess } from "node:child_process";

interface Letter {
  readonly id: number;
  readonly content: unknown;
}

interface Asked {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (reason: Error) => void;
}

/** Questions to a process that {@link answerQuestions | answers}, any number at once. */
export class Questions {
  readonly #child: ChildProcess;
  readonly #asked = new Map<number, Asked>();
  #lastId = 0;

  constructor(child: ChildProcess) {
    this.#child = child;
    child.on("message", ({ id, content }: Letter) => {
      this.#asked.get(id)?.resolve(content);
      this.#asked.delete(id);
    });
    child.on("exit", () => {
      for (const { reject } of this.#asked.values()) reject(new Error("a process ended without an answer"));
    });
  }

  async ask<Answer>(content: unknown): Promise<Answer> {
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise<Answer>((resolve, reject) => {
      this.#asked.set(id, { resolve: (answer) => resolve(answer as Answer), reject });
      this.#child.send({ id, content } satisfies Letter);
    });
  }

  /** Asks nothing more; the process ends with that. */
  close(): void {
    this.#child.disconnect();
  }
}

/** Answers what the parent asks, and ends with it. An answer that fails ends the process. */
export function answerQuestions(answer: (question: unknown) => Promise<unknown>): void {
  process.on("message", ({ id, content }: Letter) => {
    void answer(content).then((reply) => process.send?.({ id, content: reply } satisfies Letter));
  });
  process.once("disconnect", () => process.exit());
  process.send?.("ready");
}
