/** Arguments that cannot be used; the message says which, and what is allowed. */
export class UsageError extends Error {
  override readonly name = "UsageError" as const;
}
