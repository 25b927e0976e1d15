import type { Answer } from "./scripted-sdk.ts";

/** What a call comes to. */
export type Ending =
  | "success"
  | "failure"
  | "throttled"
  | "ignored"
  | "cancelled"
  | "timeout"
  | "open"
  | "capacity"
  | "shutdown";

/** A call as the model sees it. */
export interface ModelledCall {
  readonly id: number;
  readonly calledAt: number;
  readonly timeout: number;
  readonly isDeaf: boolean;
  /** In which generation it was admitted; of an earlier life of the program: none. */
  generation: number | undefined;
  /** Whether a call of an earlier life may be sent again. */
  mayGoOn: boolean;
  readonly isProbe: boolean;
  /** What the SDK does, which may go on when the call is over. */
  sdk: "attempt" | "backoff" | "over";
  attempts: number;
  attemptAt: number;
  /** How long the last attempt took that has ended. */
  lastMs: number;
  /** Since when an answer could be heard. */
  listeningSince: number | undefined;
  successesBefore: number;
  lastAnswer: Answer | undefined;
  ending: Ending | undefined;
  cancelDeadline: () => void;
  cancelTurn: () => void;
}

/** What an answer is called where a call ends with it. */
export function endingOf(answer: Answer): Ending {
  return answer === "notFound" || answer === "local" ? "ignored" : answer;
}
