import {
  symbol,
  symbolCircle,
  symbolCross,
  symbolDiamond,
  symbolSquare,
  symbolStar,
  symbolTriangle,
  symbolWye,
  type SymbolType,
} from "d3-shape";
import { colour } from "./plot-page.ts";
import { isOurs } from "./is-ours.ts";
import { rounded, svg } from "./svg.ts";

/** How a subject is told from the others: by shape, by colour and by the dashes of its line. */
export interface Look {
  readonly shape: SymbolType;
  readonly colour: string;
  readonly dashes: string;
  /** We stand out: a larger mark, and an unbroken, broader line. */
  readonly isOurs?: true;
}

const upsideDown: SymbolType = {
  draw(context, size) {
    const height = Math.sqrt(size / 3 ** 1.5);
    context.moveTo(0, height * 2);
    context.lineTo(-Math.sqrt(3) * height, -height);
    context.lineTo(Math.sqrt(3) * height, -height);
    context.closePath();
  },
};

const peerLooks: readonly Look[] = [
  { shape: symbolWye, colour: colour.orange, dashes: "2 3" },
  { shape: symbolCross, colour: colour.purple, dashes: "5 3" },
  { shape: symbolDiamond, colour: colour.yellow, dashes: "8 3 2 3" },
  { shape: upsideDown, colour: colour.grey, dashes: "2 2 6 2" },
  { shape: symbolTriangle, colour: colour.sky, dashes: "10 4" },
];

const ourLooks: readonly Look[] = [
  { shape: symbolCircle, colour: colour.blue, dashes: "none", isOurs: true },
  { shape: symbolStar, colour: colour.vermilion, dashes: "none", isOurs: true },
  { shape: symbolSquare, colour: colour.green, dashes: "none", isOurs: true },
];

export const markStyle = `
.mark{stroke:#1f2328;stroke-width:.8}.trail{fill:none;stroke-width:1.3;opacity:.75}.trail.ours{stroke-width:2.6}
@media(prefers-color-scheme:dark){.mark{stroke:#f0f6fc}}`;

/** A look for each subject, none like another. */
export function looksOf(subjects: readonly string[]): ReadonlyMap<string, Look> {
  const [own, peers] = [[...ourLooks], [...peerLooks]];
  return new Map(
    subjects.map((subject) => {
      const look = (isOurs(subject) ? own : peers).shift();
      if (look === undefined) throw new RangeError(`too many subjects to tell "${subject}" from the others`);
      return [subject, look];
    }),
  );
}

export function subjectMark({ shape, colour: fill, isOurs: isLarge }: Look, x: number, y: number): string {
  const d = symbol(shape, isLarge ? 130 : 80).digits(1)() ?? "";
  return svg("path", { class: "mark", fill, transform: `translate(${rounded(x)} ${rounded(y)})`, d });
}

/** The line that joins a subject's marks. */
export function subjectTrail(look: Look, places: readonly (readonly [number, number])[]): string {
  const d = `M${places.map(([x, y]) => `${rounded(x)} ${rounded(y)}`).join("L")}`;
  const name = look.isOurs ? "trail ours" : "trail";
  return svg("path", { class: name, stroke: look.colour, "stroke-dasharray": look.dashes, d });
}
