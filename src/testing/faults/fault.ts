import type { OperationName } from "../../amplify/operations.ts";
import type { ServiceErrorName } from "../protocol/service-error.ts";

/** The name of an operation, or a glob such as `List*`; `*` is every request that is not a transfer. */
export type OperationPattern = OperationName | "*" | (string & {});

/** Where, when and how often a fault strikes. */
export interface FaultScope {
  /** The operations it strikes. @default "*" */
  readonly operations?: OperationPattern | readonly OperationPattern[];
  /** The share of their requests it strikes, 0 to 1. @default 1 */
  readonly rate?: number;
  /** The number of requests after which it is spent. @default no end */
  readonly times?: number;
  /** Milliseconds from now until it comes into force. @default 0 */
  readonly afterMs?: number;
  /** Milliseconds it stays in force. @default no end */
  readonly durationMs?: number;
  /** Milliseconds a struck request waits before anything is answered. @default 0 */
  readonly delayMs?: number;
  /** Whether the operation takes effect all the same, when the request arrives. @default false */
  readonly applied?: boolean;
  /** Seconds for a `Retry-After` header on whatever is answered. @default no header */
  readonly retryAfterSeconds?: number;
}

/** What happens to a request. */
export type FaultEffect =
  /** An error of the API's model, or one any AWS service may answer with. `members` join `message` in the JSON body. */
  | {
      readonly kind: "error";
      readonly error: ServiceErrorName;
      readonly message?: string;
      readonly members?: Readonly<Record<string, unknown>>;
    }
  /** Throttling as Amplify sends it: 400 BadRequestException, "Rate exceeded while calling …, please slow down". */
  | { readonly kind: "throttling" }
  /** The right answer, later: after `ms` milliseconds, give or take up to `spreadMs`. */
  | { readonly kind: "latency"; readonly ms: number; readonly spreadMs?: number }
  /** Accepted and never answered. */
  | { readonly kind: "hang" }
  /** No connection at all, and the ones there are cut. Of the scope, only the times apply. */
  | { readonly kind: "refuse" }
  /** The connection is reset: before the headers (default), or in the middle of the body of an answer with `status` (200). */
  | { readonly kind: "reset"; readonly during?: "headers" | "body"; readonly status?: number }
  /** The headers of an answer with `status` (default 200), a part of its body, and then nothing. */
  | { readonly kind: "stall"; readonly status?: number }
  /** A load balancer's page with `status` (default 503). */
  | { readonly kind: "html"; readonly status?: number }
  /** An answer with `status` (default 500) and no body. */
  | { readonly kind: "empty"; readonly status?: number }
  /** An answer with `status` (default 200) whose JSON is cut off. */
  | { readonly kind: "malformed"; readonly status?: number }
  /** A 200 whose members have types the schema does not allow. */
  | { readonly kind: "mistyped" }
  /** Any other answer. An object as body is sent as JSON. */
  | {
      readonly kind: "response";
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string | Readonly<Record<string, unknown>>;
    };

/**
 * Something that goes wrong on purpose.
 *
 * @example
 * ```ts
 * simulator.faults.inject({ kind: "error", error: "InternalFailureException", operations: "List*", rate: 0.4 });
 * ```
 */
export type Fault = FaultEffect & FaultScope;

/** What kinds of fault there are. */
export type FaultKind = Fault["kind"];
