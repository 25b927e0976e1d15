import type { InputOf, OutputOf } from "../../amplify/operation-types.ts";
import type { OperationName } from "../../amplify/operations.ts";
import type { Clock } from "../../clock/clock.ts";
import type { PresignedUrls } from "../presigned-urls.ts";
import type { Ids } from "../state/ids.ts";
import type { JobTimeline } from "../state/job-record.ts";
import type { Quotas } from "../state/quotas.ts";
import type { Store } from "../state/store.ts";

/** What an operation works with. */
export interface Service {
  readonly store: Store;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly urls: PresignedUrls;
  readonly quotas: Quotas;
  readonly jobTimeline: JobTimeline;
  readonly domainReadyMs: number;
  readonly region: string;
  readonly accountId: string;
  /** Signs page tokens. */
  readonly secret: string;
}

/** What one operation does: input in, output out, errors thrown as `ServiceError`. */
type Handler<Operation extends OperationName> = (
  input: InputOf<Operation>,
  service: Service,
) => Omit<OutputOf<Operation>, "$metadata">;

/** Handlers of some of the operations. */
export type Handlers<Operations extends OperationName> = {
  readonly [Operation in Operations]: Handler<Operation>;
};

/** The ARN of something in the simulated account. */
export function arnOf(service: Service, resource: string): string {
  return `arn:aws:amplify:${service.region}:${service.accountId}:${resource}`;
}

/** The date it is for people. */
export function today(service: Service): Date {
  return new Date(service.clock.epochMs());
}
