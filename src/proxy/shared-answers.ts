import { Answers } from "../call/answers.ts";
import type { Flight } from "../call/flight.ts";
import type { CircuitSet } from "../circuit/circuit-set.ts";

const answersByPlace = new WeakMap<CircuitSet, Answers<Flight>>();

/** What clients of one place share that were given the same explicit scope, which says "one principal". */
export function sharedAnswers(circuits: CircuitSet): Answers<Flight> {
  const known = answersByPlace.get(circuits);
  if (known !== undefined) return known;
  const answers = new Answers<Flight>();
  answersByPlace.set(circuits, answers);
  return answers;
}
