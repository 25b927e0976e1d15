import type { ChildProcess } from "node:child_process";

interface Letter {
  readonly id: number;
  readonly content: unknown;
}

let lastId = 0;

/** Sends a question to a process that {@link answerQuestions | answers}, and waits for its answer. */
export async function ask<Answer>(child: ChildProcess, question: unknown): Promise<Answer> {
  lastId += 1;
  const id = lastId;
  return new Promise<Answer>((resolve, reject) => {
    const settle = (end: () => void): void => {
      child.off("message", hear);
      child.off("exit", gone);
      end();
    };
    const hear = (letter: Letter): void => {
      if (letter.id === id) settle(() => resolve(letter.content as Answer));
    };
    const gone = (): void => settle(() => reject(new Error("the process ended without an answer")));
    child.on("message", hear);
    child.on("exit", gone);
    child.send({ id, content: question } satisfies Letter);
  });
}

/** Answers what the parent asks, and ends with it. An answer that fails ends the process. */
export function answerQuestions(answer: (question: unknown) => Promise<unknown>): void {
  process.on("message", ({ id, content }: Letter) => {
    void answer(content).then((reply) => process.send?.({ id, content: reply } satisfies Letter));
  });
  process.once("disconnect", () => process.exit());
  process.send?.("ready");
}
