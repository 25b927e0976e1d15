/** A copy of an output for one of several callers; an output that cannot be copied, as mocks make them, is shared. */
export function ownCopy(output: unknown): unknown {
  try {
    return structuredClone(output);
  } catch {
    return output;
  }
}
