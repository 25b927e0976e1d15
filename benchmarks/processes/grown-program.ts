// A program with so many clients, protected in one way: says how much it holds, and then answers what it is asked.

import { countTimers, GrownClients } from "../growth/grown-clients.ts";
import { grownSubjects } from "../growth/grown-subjects.ts";
import type { GrowthQuestion } from "../growth/growth-question.ts";
import { answerQuestions } from "../harness/questions.ts";

const [name = "", count, reading] = process.argv.slice(2);
const collect = globalThis.gc;
if (collect === undefined) throw new Error("this process needs --expose-gc");
const subject = grownSubjects.find((one) => one.name === name);
if (subject === undefined) throw new Error(`there is no subject "${name}"`);

if (reading === "timers") {
  const timers = await countTimers(subject, Number(count));
  process.send?.(timers, () => process.exit());
} else {
  const grown = new GrownClients(subject, Number(count), () => {
    collect();
  });
  const size = await grown.grow();
  await grown.warmUp();
  answerQuestions(async (content) => {
    const question = content as GrowthQuestion;
    if (question.kind === "size") return size;
    return question.kind === "startUp" ? grown.startUp() : grown.turn(question.callers, question.turnMs);
  });
}
