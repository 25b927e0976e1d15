import { raw } from "../subjects/raw.ts";
import type { OutageRun } from "./outage-run.ts";
import { placeLabels, type Box, type Labelled } from "./place-labels.ts";
import { belowHeading, pageWidth, plotPage } from "./plot-page.ts";
import { looksOf, markStyle, subjectMark, subjectTrail, type Look } from "./subject-mark.ts";
import { rounded, svg, svgText } from "./svg.ts";
import { drawTradeOffAxes, tradeOffAxes, type TradeOffAxes } from "./trade-off-axes.ts";
import { tradeOffs, type TradeOff } from "./trade-off.ts";

/** The rate of the plot: at lower ones, a short outage hardly meets a call. */
export const tradeOffRate = 150;

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
  const all = tradeOffs(runs.filter((run) => run.callsPerSecond === tradeOffRate));
  if (all.length === 0) {
    throw new RangeError(`there is no total outage at ${tradeOffRate} calls a second to plot`);
  }
  const points = all.filter(({ subject, lostPerRaw }) => subject !== raw.name && !Number.isNaN(lostPerRaw));
  const looks = looksOf([...new Set(points.map(({ subject }) => subject))]);
  const axes = tradeOffAxes(points);
  const description = points.map(sentenceOf).join(" ");
  return plotPage(
    {
      title: "Calls lost against requests spared, by how long the outage lasts",
      subtitle: `Everything fails for so long, at ${tradeOffRate} calls a second. The raw client is at 0 % and 1 ×.${leftOut(all)}`,
      description,
      height: 632,
      style,
    },
    drawTradeOffAxes(axes),
    ...[...looks].map(([subject, look]) =>
      trail(
        points.filter((point) => point.subject === subject),
        look,
        axes,
      ),
    ),
    labels(points, axes),
    ...points.flatMap((point) => {
      const look = looks.get(point.subject);
      return look === undefined ? [] : subjectMark(look, ...placeOf(point, axes));
    }),
    legend(looks),
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

function trail(points: readonly TradeOff[], look: Look, axes: TradeOffAxes): string {
  return subjectTrail(
    look,
    points.map((point) => placeOf(point, axes)),
  );
}

/** How long the outage was, beside each mark; once for marks that lie on each other. */
function labels(points: readonly TradeOff[], axes: TradeOffAxes): string {
  const marks = points.map((point) => {
    const [x, y] = placeOf(point, axes);
    return { x, y, text: point.scenario, width: point.scenario.length * digitWidth };
  });
  const places = placeLabels(marks, axes.area);
  const texts = marks.map((mark, index) => {
    const place = places[index];
    if (place === undefined) return "";
    return (
      lead(mark, place) + svgText(place.x, place.y + 4, mark.text, { class: "tag", "text-anchor": "middle" })
    );
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

function legend(looks: ReadonlyMap<string, Look>): string {
  const x = pageWidth - 240;
  const entries = [...looks].map(([subject, look], index) => {
    const y = belowHeading + 30 + index * 26;
    const line = subjectTrail(look, [
      [x - 10, y],
      [x + 18, y],
    ]);
    return line + subjectMark(look, x + 4, y) + svgText(x + 28, y + 4, subject);
  });
  return svg("g", {}, ...entries);
}
