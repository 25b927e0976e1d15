/** Headers of requests to AWS that say nothing in confidence. */
const harmlessHeaders: ReadonlySet<string> = new Set([
  ...[
    "accept",
    "amz-sdk-invocation-id",
    "amz-sdk-request",
    "connection",
    "content-length",
    "content-type",
    "host",
  ],
  ...["transfer-encoding", "user-agent", "x-amz-content-sha256", "x-amz-date", "x-amz-user-agent"],
  ...["x-amzn-trace-id"],
]);

/** To look for less would blot out ordinary words. */
const shortestSecret = 4;

/** The values of a request's headers that nobody but the service may see: credentials, and whatever tools put there. */
export function secretHeaderValues(headers: unknown): string[] {
  if (typeof headers !== "object" || headers === null) return [];
  return Object.entries(headers).flatMap(([name, value]) =>
    typeof value === "string" && value.length >= shortestSecret && !harmlessHeaders.has(name.toLowerCase())
      ? [value, ...afterScheme(value)]
      : [],
  );
}

/** Of `Bearer abc` the secret is `abc`. */
function afterScheme(value: string): string[] {
  const rest = /^\w+ (.*)$/u.exec(value)?.[1] ?? "";
  return rest.length >= shortestSecret ? [rest] : [];
}
