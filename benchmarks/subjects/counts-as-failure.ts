/** Whether an error speaks against the service: a 4xx does not, which a careful user of a general library says. */
export function countsAsFailure(error: unknown): boolean {
  const { $metadata, $fault } = error as {
    readonly $metadata?: { readonly httpStatusCode?: number };
    readonly $fault?: string;
  };
  return $fault !== "client" && ($metadata?.httpStatusCode ?? 500) >= 500;
}
