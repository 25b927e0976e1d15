import { coarserBins } from "./coarser-bins.ts";
import { isOurs } from "./is-ours.ts";
import type { OutageBin, OutageRun } from "./outage-run.ts";
import { belowHeading, colour, plotPage } from "./plot-page.ts";
import { panelAxis, panelSpan, runAxes, timeAxis, type RunAxes } from "./run-axes.ts";
import { runLegend } from "./run-legend.ts";
import { stateSpans, type StateSpan } from "./state-spans.ts";
import { stepArea, stepLine, type Step } from "./steps.ts";
import { rounded, svg, svgText } from "./svg.ts";

const firstPanel = belowHeading + 52;
const panelHeight = 84;
const panelDistance = panelHeight + 34;
/** Where the circuit's state is said; the rest of the panel is for what is counted. */
const stripHeight = 6;
/** More would be too narrow to see, and make the file large. */
const mostBins = 160;

const style = `
.good{fill:${colour.sky}}.lost{fill:url(#lost)}.fallback{fill:url(#fallback)}
.requests{stroke-width:1.6;stroke-linejoin:round}.fault{stroke-dasharray:4 3}
.ours{stroke:${colour.blue};stroke-width:5}
.open{stroke:${colour.purple}}.halfOpen{stroke:${colour.yellow}}.behind{opacity:.3}`;

// Told apart by colour and by pattern.
const patterns = [
  svg(
    "pattern",
    { id: "lost", width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
    svg("rect", { width: 6, height: 6, fill: colour.vermilion }),
    svg("rect", { width: 1.4, height: 6, fill: "#fff" }),
  ),
  svg(
    "pattern",
    { id: "fallback", width: 6, height: 6, patternUnits: "userSpaceOnUse" },
    svg("rect", { width: 6, height: 6, fill: colour.green }),
    svg("circle", { cx: 3, cy: 3, r: 1.3, fill: "#fff" }),
  ),
];

/**
 * Draws runs through the same outage over time, a panel for each, as SVG.
 *
 * @throws RangeError where there is no run, or where runs differ in scenario or rate
 */
export function plotRun(runs: readonly OutageRun[]): string {
  const [first] = runs;
  if (first === undefined) throw new RangeError("there is no run to plot");
  const odd = runs.find((run) => sceneOf(run) !== sceneOf(first));
  if (odd !== undefined) {
    throw new RangeError(
      `runs in one plot must be through the same outage: ${sceneOf(first)}, but ${sceneOf(odd)}`,
    );
  }
  const together = Math.ceil(Math.max(...runs.map(({ series }) => series.length)) / mostBins);
  const series = runs.map((run) => coarserBins(run.series, together));
  const axes = runAxes(series, panelHeight - stripHeight - 4);
  const bottom = firstPanel + (runs.length - 1) * panelDistance + panelHeight;
  const page = {
    title: `An outage over time: ${first.scenario}`,
    subtitle: `Calls of the operation that is sick, ${first.callsPerSecond} a second; heights are numbers per ${binText(axes)}, the same in all panels.`,
    description: descriptionOf(runs),
    height: bottom + 56,
    style,
    definitions: patterns,
  };
  return plotPage(
    page,
    runLegend(20, belowHeading + 10),
    ...runs.map((run, index) => panel(run, series[index] ?? [], axes, firstPanel + index * panelDistance)),
    timeAxis(axes, bottom),
  );
}

function sceneOf({ scenario, callsPerSecond }: OutageRun): string {
  return `"${scenario}" at ${callsPerSecond} calls a second`;
}

function binText({ binMs }: RunAxes): string {
  return binMs < 1_000 ? `${binMs} ms` : `${binMs / 1_000} s`;
}

function descriptionOf(runs: readonly OutageRun[]): string {
  return runs.map((run) => `${run.subject}: ${summaryOf(run)}.`).join(" ");
}

function summaryOf({ callsLost, callsByFallback, requestsInFault, firstGoodAfterMs }: OutageRun): string {
  return [
    `${callsLost} calls lost`,
    ...(callsByFallback === 0 ? [] : [`${callsByFallback} by a fallback`]),
    `${requestsInFault} requests while sick`,
    firstGoodAfterMs === undefined
      ? "no good answer again"
      : `good again ${(firstGoodAfterMs / 1_000).toFixed(1)} s after healing`,
  ].join(", ");
}

function panel(run: OutageRun, bins: readonly OutageBin[], axes: RunAxes, top: number): string {
  const floor = top + panelHeight;
  const scales = { x: axes.x, y: (value: number) => floor - axes.height(value) };
  const { good, fallback, lost, requests } = stepsOf(bins, axes.binMs);
  const area = (name: string, steps: readonly Step[]): string =>
    svg("path", { class: name, d: stepArea(steps, scales) });
  return svg(
    "g",
    {},
    isOurs(run.subject) ? svg("path", { class: "ours", d: `M22 ${top - 20}V${floor}` }) : "",
    svgText(panelSpan.left, top - 8, run.subject, { class: "name" }),
    svgText(panelSpan.right, top - 8, summaryOf(run), { class: "soft", "text-anchor": "end" }),
    circuitStates(run, axes, top),
    panelAxis(axes, floor),
    area("good", good),
    area("fallback", fallback),
    area("lost", lost),
    svg("path", { class: "ink requests", d: stepLine(requests, scales) }),
    fault(axes, run.faultMs, top),
  );
}

/** What all that is counted stands on, if not on something else. */
function nothing(): number {
  return 0;
}

/** What became of the calls, one on top of the other, and beside it the requests. */
function stepsOf(
  bins: readonly OutageBin[],
  binMs: number,
): Record<"good" | "fallback" | "lost" | "requests", Step[]> {
  const steps = (base: (bin: OutageBin) => number, value: (bin: OutageBin) => number): Step[] =>
    bins.map((bin) => ({
      ...{ from: bin.atMs, to: bin.atMs + binMs },
      ...{ base: base(bin), value: base(bin) + value(bin) },
    }));
  return {
    good: steps(nothing, ({ good }) => good),
    fallback: steps(
      ({ good }) => good,
      ({ fallback }) => fallback,
    ),
    lost: steps(
      ({ good, fallback }) => good + fallback,
      ({ lost }) => lost,
    ),
    requests: steps(nothing, ({ requests }) => requests),
  };
}

/** Each state behind the panel, and again without anything in front of it along the panel's upper edge. */
function circuitStates({ states, series }: OutageRun, axes: RunAxes, top: number): string {
  // One run may be watched for longer than another.
  const endMs = (series.at(-1)?.atMs ?? axes.fromMs) + axes.binMs;
  const spans = stateSpans(states, axes.fromMs, Math.min(endMs, axes.toMs));
  const bands = (["open", "halfOpen"] as const).flatMap((state) => {
    const ofState = spans.filter((span) => span.state === state);
    if (ofState.length === 0) return [];
    const band = (name: string, height: number): string =>
      svg("path", { class: name, "stroke-width": height, d: bandPath(ofState, axes, top + height / 2) });
    return [band(`${state} behind`, panelHeight), band(state, stripHeight)];
  });
  return svg("g", {}, ...bands);
}

/** One line, to be drawn as broad as the band is high: much shorter than a box for each span. */
function bandPath(spans: readonly StateSpan[], { x }: RunAxes, y: number): string {
  let path = "";
  let start = Number.NaN;
  let end = Number.NaN;
  for (const { fromMs, toMs } of spans) {
    // Gaps that nobody sees are no gaps, and the shortest state is still to be seen.
    if (!(x(fromMs) - end < 2)) {
      path += Number.isNaN(end) ? "" : `M${rounded(start)} ${rounded(y)}H${rounded(end)}`;
      start = x(fromMs);
    }
    end = Math.max(x(toMs), x(fromMs) + 1);
  }
  return `${path}M${rounded(start)} ${rounded(y)}H${rounded(end)}`;
}

function fault({ x }: RunAxes, faultMs: number, top: number): string {
  const [from, to] = [rounded(x(0)), rounded(x(faultMs))];
  return svg("path", {
    class: "ink fault",
    d: `M${from} ${top + panelHeight}v-${panelHeight}H${to}v${panelHeight}`,
  });
}
