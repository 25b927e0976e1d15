/** What may come and go at any time. */
const passing: ReadonlySet<string> = new Set(["Immediate", "Timeout"]);

/** What holds this process open beside timers, each kind as often as it is there. */
export function openHandles(): readonly string[] {
  return process.getActiveResourcesInfo().filter((kind) => !passing.has(kind));
}

/** What is there now and was not `before`. */
export function handlesBeyond(before: readonly string[]): readonly string[] {
  const known = [...before];
  return openHandles().filter((kind) => {
    const place = known.indexOf(kind);
    if (place !== -1) known.splice(place, 1);
    return place === -1;
  });
}
