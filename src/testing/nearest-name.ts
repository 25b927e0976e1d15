/** Farther away than this a name is no help. */
const LARGEST_DISTANCE = 4;

/** The name a mistyped one most likely stands for; undefined when none is near. */
export function nearestName<Name extends string>(typed: string, names: readonly Name[]): Name | undefined {
  let nearest: Name | undefined;
  let nearestDistance = LARGEST_DISTANCE + 1;
  for (const name of names) {
    const distance = typingDistance(typed.toLowerCase(), name.toLowerCase());
    if (distance < nearestDistance) [nearest, nearestDistance] = [name, distance];
  }
  return nearest;
}

/** Levenshtein's distance: how many letters must be added, left out or changed. */
function typingDistance(left: string, right: string): number {
  let previous = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let row = 1; row <= left.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= right.length; column += 1) {
      const replaced = (previous[column - 1] ?? 0) + (left[row - 1] === right[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, (previous[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[right.length] ?? 0;
}
