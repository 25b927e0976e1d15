import { scaleLog, scaleSymlog } from "d3-scale";
import type { Box } from "./place-labels.ts";
import { belowHeading, pageWidth } from "./plot-page.ts";
import { rounded, svg, svgText } from "./svg.ts";
import type { TradeOff } from "./trade-off.ts";

const left = 72;
const right = pageWidth - 262;
const top = belowHeading + 16;
const bottom = top + 480;
const margin = 28;

/** Where the marks of a plot of lost calls against saved requests lie. */
export interface TradeOffAxes {
  readonly area: Box;
  readonly x: (rawPerRequest: number) => number;
  readonly y: (lostPerRaw: number) => number;
  readonly shares: readonly number[];
  readonly multiples: readonly number[];
}

export function tradeOffAxes(points: readonly TradeOff[]): TradeOffAxes {
  const savings = points.map(({ rawPerRequest }) => rawPerRequest);
  // Saving 98 % of the requests is twice as good as saving 96 %: the scale is that of what still arrives.
  const x = scaleLog([Math.min(1, ...savings), Math.max(10, ...savings)], [left + margin, right - margin]);
  // As a logarithm shows what is above 1 ×, and yet with a place for those who lost no call at all.
  const most = Math.max(2, ...points.map(({ lostPerRaw }) => lostPerRaw));
  const y = scaleSymlog([0, most], [bottom - margin, top + margin]);
  const [least = 1, greatest = 1] = x.domain();
  return {
    area: { x: (left + right) / 2, y: (top + bottom) / 2, width: right - left, height: bottom - top },
    x: (rawPerRequest) => x(rawPerRequest),
    y: (lostPerRaw) => y(lostPerRaw),
    shares: [-1, -0.5, 0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.998, 0.999].filter(
      (share) => 1 / (1 - share) >= least && 1 / (1 - share) <= greatest,
    ),
    multiples: [0, 0.25, 0.5, 1, 1.5, 2, 3, 5, 10, 20, 50, 100].filter((value) => value <= most),
  };
}

/** Lines, numbers and names of the axes. */
export function drawTradeOffAxes({ x, y, shares, multiples }: TradeOffAxes): string {
  const middle = rounded((top + bottom) / 2);
  return svg(
    "g",
    {},
    ...shares.map((share) => {
      const at = x(1 / (1 - share));
      const line = svg("path", { class: "grid", d: `M${rounded(at)} ${top}V${bottom}` });
      const text = `${Math.round(share * 1_000) / 10} %`;
      return line + svgText(at, bottom + 18, text, { "text-anchor": "middle" });
    }),
    ...multiples.map((value) => level(y(value), `${value} ×`, value === 1 ? "ink" : "grid")),
    svg("path", { class: "axis", d: `M${left} ${top}V${bottom}H${right}` }),
    svgText(
      (left + right) / 2,
      bottom + 40,
      "requests that the sick service was spared, against the raw client",
      {
        "text-anchor": "middle",
      },
    ),
    svgText(0, 0, "calls lost, as a multiple of the raw client’s", {
      "text-anchor": "middle",
      transform: `translate(20 ${middle}) rotate(-90)`,
    }),
    svgText(left + 10, bottom - 8, "fewer calls lost ↓, more requests spared →: down and right is better ↘", {
      class: "better",
    }),
  );
}

function level(y: number, text: string, name: string): string {
  const line = svg("path", { class: name, d: `M${left} ${rounded(y)}H${right}` });
  return line + svgText(left - 8, y + 4, text, { "text-anchor": "end" });
}
