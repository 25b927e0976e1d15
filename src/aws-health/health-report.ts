/** An event that AWS reports at present. */
export interface HealthEvent {
  /** As AWS names it, as in `amplify`. */
  readonly service: string;
  /** AWS region, or `global`; left out where it cannot be told. */
  readonly region?: string;
  /** `informational`, `degradation` or `disruption`; or what AWS says, where it says anything else. */
  readonly status?: string;
  /** In one line, with those services named that count and are not in `service`. */
  readonly summary: string;
  /** When it began, in milliseconds since the Unix epoch. */
  readonly since?: number;
  readonly arn?: string;
  /** Whether it is about Amplify itself, and not only about a service that Amplify depends on. */
  readonly isAmplify: boolean;
}

/** What AWS says of itself. */
export interface HealthReport {
  /** When it was asked, in milliseconds since the Unix epoch. */
  readonly checkedAt: number;
  /** Where: the address without its query. */
  readonly source: string;
  readonly status: "reported" | "nothingReported" | "unknown";
  /** Those that are about Amplify, or a service that it depends on, in the region; 20 at most, Amplify's own first. */
  readonly events: readonly HealthEvent[];
  /** Why it is unknown, in one line. */
  readonly problem?: string;
}

/** Who is asked whether AWS reports an event. */
export interface HealthSource {
  /** Never throws and never rejects: where it cannot be found out, the report says `unknown`, and why. */
  readonly look: (place: { readonly region?: string }) => Promise<HealthReport>;
}
