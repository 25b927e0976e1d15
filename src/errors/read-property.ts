/** The own or inherited property of anything that may be an error; nothing where it has none or its getter throws. */
export function readProperty(source: unknown, property: PropertyKey): unknown {
  if ((typeof source !== "object" && typeof source !== "function") || source === null) return undefined;
  try {
    return (source as Record<PropertyKey, unknown>)[property];
  } catch {
    return undefined;
  }
}

/** {@link readProperty} where only a string counts. */
export function readString(source: unknown, property: string): string | undefined {
  const value = readProperty(source, property);
  return typeof value === "string" ? value : undefined;
}

/** {@link readProperty} where only a finite number counts. */
export function readNumber(source: unknown, property: string): number | undefined {
  const value = readProperty(source, property);
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}
