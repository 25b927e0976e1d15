/** Whether the value is an object like those that `{}` makes, of this realm or another; to ask does no harm, whatever it is. */
export function isPlainObject(value: unknown): value is object {
  try {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
    const prototype: unknown = Object.getPrototypeOf(value);
    // What Object.prototype has, and nothing else has, is no prototype of its own.
    return prototype === null || Object.getPrototypeOf(prototype) === null;
  } catch {
    // A proxy that was revoked, or whose traps throw.
    return false;
  }
}
