/** A rectangle, by its middle. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A mark that is to have a label beside it. */
export interface Labelled {
  readonly x: number;
  readonly y: number;
  /** How wide the label's text is. */
  readonly width: number;
}

const labelHeight = 13;
/** From the middle of a mark to where its label may begin. */
const clearance = 9;
const markSize = 14;

/**
 * Finds a place near each mark where its label covers no mark and no other label; `undefined` where there is none.
 *
 * Near beats far, and beside beats above and below.
 */
export function placeLabels(marks: readonly Labelled[], within: Box): (Box | undefined)[] {
  const taken: Box[] = marks.map(({ x, y }) => ({ x, y, width: markSize, height: markSize }));
  return marks.map((mark) => {
    const place = placesAround(mark).find(
      (box) => isInside(box, within) && !taken.some((other) => overlap(box, other)),
    );
    if (place !== undefined) taken.push(place);
    return place;
  });
}

function placesAround({ x, y, width }: Labelled): Box[] {
  const places: Box[] = [];
  for (const distance of [clearance, clearance + 10, clearance + 24, clearance + 40, clearance + 58]) {
    const beside = distance + width / 2;
    const above = distance + labelHeight / 2;
    const directions = [
      [beside, 0],
      [-beside, 0],
      [0, -above],
      [0, above],
      [beside, -above],
      [-beside, -above],
      [beside, above],
      [-beside, above],
    ] as const;
    for (const [dx, dy] of directions) places.push({ x: x + dx, y: y + dy, width, height: labelHeight });
  }
  return places;
}

function overlap(one: Box, other: Box): boolean {
  const isApartAcross = Math.abs(one.x - other.x) >= (one.width + other.width) / 2;
  const isApartDown = Math.abs(one.y - other.y) >= (one.height + other.height) / 2;
  return !isApartAcross && !isApartDown;
}

function isInside(box: Box, within: Box): boolean {
  const fitsAcross = Math.abs(box.x - within.x) <= (within.width - box.width) / 2;
  const fitsDown = Math.abs(box.y - within.y) <= (within.height - box.height) / 2;
  return fitsAcross && fitsDown;
}
