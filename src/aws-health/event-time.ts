/** The last one whose year has four digits; far beyond it, a Date has no words for it. */
const lastMs = Date.UTC(9999, 11, 31);

/** The feed counts seconds since the Unix epoch, in digits or as a number; other forms that dates have are read too. */
export function eventTime(value: unknown): number | undefined {
  const ms = toMs(value);
  return ms !== undefined && ms > 0 && ms <= lastMs ? ms : undefined;
}

function toMs(value: unknown): number | undefined {
  if (typeof value === "string" && !/^\d+(?:\.\d+)?$/u.test(value)) {
    return value.length > 40 ? undefined : Date.parse(value);
  }
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  const count = Number(value);
  // So many seconds are the year 5138, so they are milliseconds.
  return Math.round(count > 1e11 ? count : count * 1_000);
}
