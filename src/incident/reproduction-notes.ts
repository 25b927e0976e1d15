import { operationKinds, type OperationName } from "../amplify/operations.ts";
import type { CallTarget } from "./call-target.ts";
import type { PlainInput } from "./plain-input.ts";

/**
 * What to know before one makes the call again, a sentence each.
 *
 * An interactive zsh runs comments as commands: without quotes, brackets and the like it finds none and does nothing.
 */
export function reproductionNotes(operation: OperationName, input: PlainInput, target: CallTarget): string[] {
  const kind = operationKinds[operation];
  return [
    "It uses the credentials of whoever runs it.",
    ...(kind === "creatingWrite" ? [`It WRITES: where ${operation} succeeds, it creates a second one.`] : []),
    ...(kind === "convergingWrite" ? [`It WRITES: ${operation} changes what is in the account.`] : []),
    ...(input.hasRedacted ? ["What reads REDACTED was secret: put your own in."] : []),
    ...(input.leftOut.length > 0
      ? [
          `The input was cut, for it was too long or no plain data. Left out in whole or part: ${input.leftOut.join(", ")}.`,
        ]
      : []),
    ...(target.isProtocolGuessed
      ? ["The protocol of the endpoint is a guess: only its host was known."]
      : []),
  ];
}
