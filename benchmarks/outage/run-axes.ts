import { scaleLinear } from "d3-scale";
import type { OutageBin } from "./outage-run.ts";
import { pageWidth } from "./plot-page.ts";
import { rounded, svg, svgText } from "./svg.ts";

/** Where the panels begin and end. */
export const panelSpan = { left: 64, right: pageWidth - 20 } as const;

const { left, right } = panelSpan;

/** The axes that all panels of a plot over time share, so that equal heights mean equal numbers. */
export interface RunAxes {
  readonly fromMs: number;
  readonly toMs: number;
  /** How wide a bin is. */
  readonly binMs: number;
  /** Pixels from the left, for milliseconds since the fault began. */
  readonly x: (atMs: number) => number;
  /** Pixels above a panel's floor. */
  readonly height: (value: number) => number;
  readonly seconds: readonly number[];
  readonly values: readonly number[];
}

/** @throws RangeError where no series has two bins, which it takes to know their width */
export function runAxes(series: readonly (readonly OutageBin[])[], panelHeight: number): RunAxes {
  const binMs = Math.min(...series.map(([one, next]) => (next?.atMs ?? Infinity) - (one?.atMs ?? 0)));
  if (!Number.isFinite(binMs)) throw new RangeError("it takes two bins at least to plot a run over time");
  const bins = series.flat();
  const times = bins.map(({ atMs }) => atMs);
  const fromMs = Math.min(...times);
  const toMs = Math.max(...times) + binMs;
  const most = Math.max(1, ...bins.map((bin) => Math.max(bin.requests, bin.good + bin.fallback + bin.lost)));
  const x = scaleLinear([fromMs / 1_000, toMs / 1_000], [left, right]);
  const height = scaleLinear([0, most], [0, panelHeight]);
  return {
    ...{ fromMs, toMs, binMs },
    x: (atMs) => x(atMs / 1_000),
    height: (value) => height(value),
    seconds: x.ticks(12),
    values: height.ticks(3).filter(Number.isInteger),
  };
}

/** The time axis below the last panel. */
export function timeAxis({ x, seconds }: RunAxes, y: number): string {
  return svg(
    "g",
    {},
    svg("path", { class: "axis", d: `M${left} ${y}H${right}` }),
    ...seconds.map((second) => {
      const at = x(second * 1_000);
      const mark = svg("path", { class: "axis", d: `M${rounded(at)} ${y}v5` });
      return mark + svgText(at, y + 19, `${second}`, { "text-anchor": "middle" });
    }),
    svgText((left + right) / 2, y + 40, "seconds since the fault began", { "text-anchor": "middle" }),
  );
}

/** The lines and numbers of one panel's own axis. */
export function panelAxis({ height, values }: RunAxes, floor: number): string {
  const lines = values.map((value) => {
    const y = floor - height(value);
    const line = svg("path", { class: value === 0 ? "axis" : "grid", d: `M${left} ${rounded(y)}H${right}` });
    return line + svgText(left - 8, y + 4, `${value}`, { "text-anchor": "end" });
  });
  return svg("g", {}, ...lines);
}
