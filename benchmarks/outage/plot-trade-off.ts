import { raw } from "../subjects/raw.ts";
import type { OutageRun } from "./outage-run.ts";
import { placeLabels, type Box, type Labelled } from "./place-labels.ts";
import { belowHeading, pageWidth, plotPage } from "./plot-page.ts";
import { markStyle, subjectMark, subjectTrail } from "./subject-mark.ts";
import { rounded, svg, svgText } from "./svg.ts";
import { drawTradeOffAxes, tradeOffAxes, type TradeOffAxes } from "./trade-off-axes.ts";
import { tradeOffs, type TradeOff } from "./trade-off.ts";

/** The rate of the plot: at lower ones, a short outage hardly meets a call. */
const callsPerSecond = 150;

/** About what a digit takes, with a little air. */
const digitWidth = 7.5;

const style = `${markStyle}
.better{font-weight:600}.tag{paint-order:stroke;stroke:#fff;stroke-width:4;stroke-linejoin:round}
@media(prefers-color-scheme:dark){.tag{stroke:#0d1117}}`;

/**
 * Draws for every length of a total outage how many calls each subject lost and how many requests it spared the
 * service, both against the raw client, as SVG.
 *
 * @throws RangeError where there is no such outage, or none that the raw client went through
 */
export function plotLostAgainstSaved(runs: readonly OutageRun[]): string {
  const all = tradeOffs(runs.filter((run) => run.callsPerSecond === callsPerSecond));
  if (all.length === 0) {
    throw new RangeError(`there is no total outage at ${callsPerSecond} calls a second to plot`);
  }
  const points = all.filter(({ subject, lostPerRaw }) => subject !== raw.name && !Number.isNaN(lostPerRaw));
  const subjects = [...new Set(points.map(({ subject }) => subject))];
  const axes = tradeOffAxes(points);
  const description = points.map(sentenceOf).join(" ");
  return plotPage(
    {
      title: "Calls lost against requests spared, by how long the outage lasts",
      subtitle: `Everything fails for so long, at ${callsPerSecond} calls a second. The raw client is at 0 % and 1 ×.${leftOut(all)}`,
      description,
      height: 632,
      style,
    },
    drawTradeOffAxes(axes),
    ...subjects.map((subject, index) =>
      trail(
        points.filter((point) => point.subject === subject),
        index,
        axes,
      ),
    ),
    labels(points, axes),
    ...points.map((point) => subjectMark(subjects.indexOf(point.subject), ...placeOf(point, axes))),
    legend(subjects),
  );
}

function sentenceOf({ subject, scenario, lostPerRaw, rawPerRequest }: TradeOff): string {
  const spared = Math.round(100 * (1 - 1 / rawPerRequest));
  return `${subject}, ${scenario}: ${lostPerRaw.toFixed(2)} times the calls lost, ${spared} % of the requests spared.`;
}

/** Says where there is nothing to compare with, and what was lost there. */
function leftOut(points: readonly TradeOff[]): string {
  const missing = points.filter(({ lostPerRaw }) => Number.isNaN(lostPerRaw));
  return [...new Set(missing.map(({ scenario }) => scenario))]
    .map((length) => {
      const most = Math.max(
        ...missing.filter(({ scenario }) => scenario === length).map(({ callsLost }) => callsLost),
      );
      const others = most === 0 ? "nor did anybody else" : `the others up to ${most}`;
      return ` In ${length} it lost no call, ${others}.`;
    })
    .join("");
}

function placeOf({ rawPerRequest, lostPerRaw }: TradeOff, { x, y }: TradeOffAxes): [number, number] {
  return [x(rawPerRequest), y(lostPerRaw)];
}

function trail(points: readonly TradeOff[], index: number, axes: TradeOffAxes): string {
  return subjectTrail(
    index,
    points.map((point) => placeOf(point, axes)),
  );
}

/** How long the outage was, beside each mark that has room for it. */
function labels(points: readonly TradeOff[], axes: TradeOffAxes): string {
  const marks = points.map((point) => {
    const [x, y] = placeOf(point, axes);
    return { x, y, width: point.scenario.length * digitWidth };
  });
  const texts = placeLabels(marks, axes.area).map((place, index) => {
    const mark = marks[index];
    const text = points[index]?.scenario;
    if (place === undefined || mark === undefined || text === undefined) return "";
    return lead(mark, place) + svgText(place.x, place.y + 4, text, { class: "tag", "text-anchor": "middle" });
  });
  return svg("g", {}, ...texts);
}

/** Joins a mark and its label where they are not next to each other. */
function lead(mark: Labelled, { x, y, width, height }: Box): string {
  const endX = x + Math.max(-width / 2, Math.min(width / 2, mark.x - x));
  const endY = y + Math.max(-height / 2, Math.min(height / 2, mark.y - y));
  if (Math.hypot(endX - mark.x, endY - mark.y) < 14) return "";
  return svg("path", {
    class: "axis",
    d: `M${rounded(mark.x)} ${rounded(mark.y)}L${rounded(endX)} ${rounded(endY)}`,
  });
}

function legend(subjects: readonly string[]): string {
  const x = pageWidth - 240;
  const entries = subjects.map((subject, index) => {
    const y = belowHeading + 30 + index * 26;
    const line = subjectTrail(index, [
      [x - 10, y],
      [x + 18, y],
    ]);
    return line + subjectMark(index, x + 4, y) + svgText(x + 28, y + 4, subject);
  });
  return svg("g", {}, ...entries);
}
