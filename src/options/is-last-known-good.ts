/** Whether a value is what `lastKnownGood()` makes. */
export function isLastKnownGood(value: unknown): boolean {
  return typeof value === "object" && value?.constructor.name === "LastKnownGood";
}
