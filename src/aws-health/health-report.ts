/** An event that AWS reports at present. */
export interface HealthEvent {
  /** As AWS names it, as in `amplify`. */
  readonly service: string;
  /** AWS region; left out where it cannot be told. */
  readonly region?: string;
  readonly status?: string;
  readonly summary: string;
  /** When it began, in milliseconds since the Unix epoch. */
  readonly since?: number;
  readonly arn?: string;
  /** Whether it is about Amplify itself, and not about a service that Amplify depends on. */
  readonly isAmplify: boolean;
}

/** What AWS says of itself. */
export interface HealthReport {
  /** When it was asked, in milliseconds since the Unix epoch. */
  readonly checkedAt: number;
  /** Where. */
  readonly source: string;
  readonly status: "reported" | "nothingReported" | "unknown";
  /** Those that are about Amplify, or a service that it depends on, in the region. */
  readonly events: readonly HealthEvent[];
  /** Why it is unknown. */
  readonly problem?: string;
}

/** Who is asked whether AWS reports an event. */
export interface HealthSource {
  /** Never rejects. */
  readonly look: (place: { readonly region?: string }) => Promise<HealthReport>;
}
