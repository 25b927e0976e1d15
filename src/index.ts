export { Breakers, createBreakers, withBreakers, type ProtectOptions } from "./breakers.ts";
export type { InputOf, OutputOf } from "./amplify/operation-types.ts";
export type { OperationName } from "./amplify/operations.ts";
export type { CancelTimer, Clock } from "./clock/clock.ts";
export type { LastFailure } from "./circuit/circuit.ts";
export type { Circuit } from "./circuit/circuit-view.ts";
export {
  BreakerError,
  isBreakerError,
  type BreakerErrorDetails,
  type BreakerErrorMetadata,
  type RequestOutcome,
} from "./errors/breaker-error.ts";
export {
  CallTimeoutError,
  isCallTimeoutError,
  type CallTimeoutDetails,
} from "./errors/call-timeout-error.ts";
export { CapacityError, isCapacityError, type CapacityDetails } from "./errors/capacity-error.ts";
export {
  CircuitOpenError,
  isCircuitOpenError,
  type CircuitOpenDetails,
  type RefusingState,
} from "./errors/circuit-open-error.ts";
export type { ErrorSummary, SummaryMetadata } from "./errors/error-summary.ts";
export { ShutdownError, isShutdownError } from "./errors/shutdown-error.ts";
export type * from "./events/breaker-events.ts";
export type { CircuitState, CircuitStats } from "./events/circuit-state.ts";
export type {
  BreakerOptions,
  CallOptions,
  Fallback,
  FallbackContext,
  ResetBackoff,
} from "./options/breaker-options.ts";
export type { Classify, ClassifyContext } from "./outcome/judge.ts";
export type { Verdict } from "./outcome/verdict.ts";
export type { ClientBreakers } from "./proxy/client-breakers.ts";
export type { Protected } from "./proxy/protect-client.ts";
