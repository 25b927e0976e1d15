import type { OpenTrigger } from "../../index.ts";

/** What the story of a circuit is made of. Times are milliseconds since the start. */
export type Transition =
  | {
      readonly kind: "open";
      readonly atMs: number;
      readonly operation: string;
      readonly trigger: OpenTrigger;
      readonly consecutiveFailures: number;
      readonly errorPercentage: number;
      readonly cause: string | undefined;
    }
  | {
      readonly kind: "close";
      readonly atMs: number;
      readonly operation: string;
      readonly openForMs: number;
      readonly failedProbes: number;
    };
