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
import { rounded, svg } from "./svg.ts";

/** How a subject is told from the others: by shape, by colour and by the dashes of its line. */
interface Look {
  readonly shape: SymbolType;
  readonly colour: string;
  readonly dashes: string;
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

const looks: readonly Look[] = [
  { shape: symbolWye, colour: colour.orange, dashes: "2 3" },
  { shape: symbolCross, colour: colour.purple, dashes: "5 3" },
  { shape: symbolDiamond, colour: colour.yellow, dashes: "8 3 2 3" },
  { shape: symbolTriangle, colour: colour.green, dashes: "2 2 6 2" },
  { shape: upsideDown, colour: colour.vermilion, dashes: "10 4" },
  { shape: symbolStar, colour: colour.sky, dashes: "none" },
  { shape: symbolCircle, colour: colour.blue, dashes: "none" },
  { shape: symbolSquare, colour: colour.grey, dashes: "6 2" },
];

export const markStyle = `
.mark{stroke:#1f2328;stroke-width:.8}.trail{fill:none;stroke-width:1.3;opacity:.75}
@media(prefers-color-scheme:dark){.mark{stroke:#f0f6fc}}`;

/** The mark of the `index`th subject. */
export function subjectMark(index: number, x: number, y: number): string {
  const { shape, colour: fill } = lookOf(index);
  const d = symbol(shape, 88).digits(1)() ?? "";
  return svg("path", { class: "mark", fill, transform: `translate(${rounded(x)} ${rounded(y)})`, d });
}

/** The line that joins the marks of the `index`th subject. */
export function subjectTrail(index: number, places: readonly (readonly [number, number])[]): string {
  const { colour: stroke, dashes } = lookOf(index);
  const d = `M${places.map(([x, y]) => `${rounded(x)} ${rounded(y)}`).join("L")}`;
  return svg("path", { class: "trail", stroke, "stroke-dasharray": dashes, d });
}

function lookOf(index: number): Look {
  const look = looks[index % looks.length];
  if (look === undefined) throw new RangeError(`there is no subject ${index}`);
  return look;
}
