import type { App, BackendEnvironment, Branch, DomainAssociation, Webhook } from "@aws-sdk/client-amplify";
import type { JobRecord } from "./job-record.ts";
import type { Ordered } from "./ordered.ts";

/** An app and all that hangs off it. */
export interface AppRecord extends Ordered {
  readonly app: App;
  readonly branches: Map<string, BranchRecord>;
  readonly domains: Map<string, DomainRecord>;
  readonly webhooks: Map<string, WebhookRecord>;
  readonly backendEnvironments: Map<string, BackendEnvironmentRecord>;
}

/** A branch and its jobs, by number. */
export interface BranchRecord extends Ordered {
  readonly branch: Branch;
  readonly jobs: Map<string, JobRecord>;
  lastJobNumber: number;
}

/** A domain association; its status follows from the time since `createdAtMs`. */
export interface DomainRecord extends Ordered {
  readonly domain: DomainAssociation;
  readonly createdAtMs: number;
  readonly tags: Record<string, string>;
}

/** A webhook. */
export interface WebhookRecord extends Ordered {
  readonly webhook: Webhook;
  readonly tags: Record<string, string>;
}

/** A backend environment. */
export interface BackendEnvironmentRecord extends Ordered {
  readonly environment: BackendEnvironment;
}
