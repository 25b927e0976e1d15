export { Breakers, createBreakers, withBreakers, type OfClient, type ProtectOptions } from "./breakers.ts";
export type { Advice, AdviceKind } from "./amplify/advice.ts";
export type { InputOf, OutputOf } from "./amplify/operation-types.ts";
export type { OperationName } from "./amplify/operations.ts";
export type { CancelTimer, Clock } from "./clock/clock.ts";
export type { WaitOptions } from "./call/when-available.ts";
export type * from "./circuit/breakers-snapshot.ts";
export type { Circuit } from "./circuit/circuit-view.ts";
export { adviceFor } from "./errors/advice-for.ts";
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
export type {
  CircuitReading,
  CircuitState,
  CircuitStats,
  Isolation,
  LastFailure,
} from "./events/circuit-state.ts";
export type { BreakerEvents, MonitoredBreakers } from "./events/monitored-breakers.ts";
export type { Incident } from "./incident/incident.ts";
export type * from "./incident/incident-report.ts";
export { awsHealth } from "./aws-health/aws-health.ts";
export type { AwsHealthOptions } from "./aws-health/health-options.ts";
export type { HealthEvent, HealthReport, HealthSource } from "./aws-health/health-report.ts";
export type { LastKnownGoodOptions } from "./fallback/answer-bounds.ts";
export { fallbackOf, type FallbackMark } from "./fallback/fallback-mark.ts";
export { isLastKnownGood, lastKnownGood, type LastKnownGood } from "./fallback/last-known-good.ts";
export type {
  BreakerOptions,
  CallOptions,
  CallQueue,
  CircuitGrouping,
  Fallback,
  FallbackContext,
  ResetBackoff,
  SlowCall,
} from "./options/breaker-options.ts";
export { collectPages, type ListPaginator, type PageOf, type PagingOptions } from "./lists/collect-pages.ts";
export type { CompleteList, MissingPages, MissingReason, PageList, PartialList } from "./lists/page-list.ts";
export type { CallOverride, OverrideContext } from "./options/call-override.ts";
export type { Classify, ClassifyContext } from "./outcome/judge.ts";
export type { Verdict } from "./outcome/verdict.ts";
export { verdictOf } from "./outcome/verdict-of.ts";
export type { ClientBreakers, PatchFor } from "./proxy/client-breakers.ts";
export type { IncidentName } from "./proxy/find-incident.ts";
export type { Protected } from "./proxy/protect-client.ts";
export type { CircuitOf, WaitForOptions } from "./proxy/wait-options.ts";
export type { SendOptionsFor, SendWithOverride } from "./proxy/send-with-override.ts";
