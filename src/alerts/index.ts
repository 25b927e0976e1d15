export { alertOn, type Alerts } from "./alert-on.ts";
export type { AlertOptions } from "./alert-options.ts";
export type { AlertRules } from "./alert-rules.ts";
export type { Alert, AlertCause, AlertedCircuit, AlertKind, AlertSeverity, AlertStatus } from "./alert.ts";
export type { AlertSink, Delivery, SinkFailure } from "./alert-sink.ts";
export { webhook } from "./webhook.ts";
export type { WebhookOptions } from "./webhook-options.ts";
