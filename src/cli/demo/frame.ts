import type { CircuitState } from "../../index.ts";
import { formatMs } from "../format-ms.ts";
import type { Look, Paint } from "../paint.ts";
import { formatCount } from "./format.ts";
import { historyLength, type CircuitGlimpse, type DemoGlimpse, type SideGlimpse } from "./glimpse.ts";
import { phaseBar } from "./phase-bar.ts";
import { stretchAt, type Scenario } from "./scenario.ts";
import { sparkline } from "./sparkline.ts";
import type { CallOutcome } from "./tally.ts";
import { transitionLine } from "./transition-line.ts";
import type { Transition } from "./transition.ts";

/** What a frame is drawn from. */
export interface FrameState {
  readonly scenario: Scenario;
  readonly glimpse: DemoGlimpse;
  readonly transitions: readonly Transition[];
}

/** How many transitions scroll by. */
const TRANSITION_LINES = 3;
const CIRCUITS_A_LINE = 2;
const LABEL_WIDTH = 26;
const COLUMN_WIDTH = historyLength + 2;
const CIRCUIT_NAME_WIDTH = 18;

/** The live view as lines: at most 79 columns and 22 lines, always as many. */
export function drawFrame({ scenario, glimpse, transitions }: FrameState, paint: Paint): readonly string[] {
  const { raw, withBreakers, circuits } = glimpse;
  return [
    ` ${paint("amplify-breaker demo", "bold")}: the same calls, with and without breakers, in one outage`,
    ...phaseBar(scenario, glimpse.nowMs, paint),
    nowLine(scenario, glimpse.nowMs, paint),
    "",
    row("", paint("raw client".padEnd(COLUMN_WIDTH), "bold"), paint("with breakers", "bold")),
    ...requestRows(raw, withBreakers, paint),
    outcomeRow("calls answered by Amplify", "answered", glimpse, (text) => paint(text, "green")),
    outcomeRow("  by the fallback", "fallback", glimpse, (text) => paint(text, "cyan")),
    outcomeRow("  refused at once", "refused", glimpse, (text) => paint(text, "yellow")),
    outcomeRow("  failed after trying", "failed", glimpse, (text) => paint(text, "red")),
    row(
      "a caller waits (p50)",
      formatMs(raw.p50WaitMs).padEnd(COLUMN_WIDTH),
      formatMs(withBreakers.p50WaitMs),
    ),
    "",
    ...circuitRows(circuits, paint),
    "",
    ...transitionRows(transitions, paint),
  ];
}

function nowLine(scenario: Scenario, nowMs: number, paint: Paint): string {
  const { name, story } = stretchAt(scenario, nowMs);
  const total = (scenario.totalMs / 1_000).toFixed(0);
  const now = (Math.min(nowMs, scenario.totalMs) / 1_000).toFixed(1).padStart(total.length + 2);
  return ` ${now} of ${total} s  ${paint(name, "bold")}: ${story}`;
}

function row(label: string, left: string, right: string): string {
  return ` ${label.padEnd(LABEL_WIDTH)}${left}${right}`;
}

function requestRows(raw: SideGlimpse, withBreakers: SideGlimpse, paint: Paint): readonly string[] {
  const most = Math.max(...raw.requestHistory, ...withBreakers.requestHistory);
  const line = (side: SideGlimpse): string =>
    paint(sparkline(side.requestHistory, most).padEnd(COLUMN_WIDTH), "cyan");
  return [
    row("requests reaching Amplify", paint(rateCell(raw), "bold"), paint(rateCell(withBreakers), "bold")),
    row("", line(raw), line(withBreakers)),
  ].map((text) => text.trimEnd());
}

function rateCell({ requestsPerSecond }: SideGlimpse): string {
  return `${formatCount(Math.round(requestsPerSecond))} /s`.padEnd(COLUMN_WIDTH);
}

function outcomeRow(
  label: string,
  outcome: CallOutcome,
  { raw, withBreakers }: DemoGlimpse,
  paintCount: (text: string) => string,
): string {
  const cell = ({ outcomes }: SideGlimpse): string => {
    const text = `${formatCount(outcomes[outcome])} /s`.padEnd(COLUMN_WIDTH);
    return outcomes[outcome] === 0 ? text : paintCount(text);
  };
  return row(label, cell(raw), cell(withBreakers)).trimEnd();
}

const circuitLooks: Readonly<Record<CircuitState, { sign: string; word: string; look: Look }>> = {
  closed: { sign: "○", word: "closed", look: "green" },
  open: { sign: "●", word: "open", look: "red" },
  halfOpen: { sign: "◐", word: "half-open", look: "yellow" },
  isolated: { sign: "●", word: "isolated", look: "red" },
  disabled: { sign: "○", word: "disabled", look: "dim" },
};

function circuitRows(circuits: readonly CircuitGlimpse[], paint: Paint): readonly string[] {
  const cells = circuits.map(({ operation, state }) => {
    const { sign, word, look } = circuitLooks[state];
    return `${operation.padEnd(CIRCUIT_NAME_WIDTH)}${paint(`${sign} ${word}`.padEnd(13), look)}`;
  });
  return Array.from({ length: Math.ceil(cells.length / CIRCUITS_A_LINE) }, (_, line) => {
    const label = (line === 0 ? "circuits" : "").padEnd(10);
    const first = line * CIRCUITS_A_LINE;
    return ` ${label}${cells.slice(first, first + CIRCUITS_A_LINE).join("  ")}`.trimEnd();
  });
}

function transitionRows(transitions: readonly Transition[], paint: Paint): readonly string[] {
  const last = transitions.slice(-TRANSITION_LINES);
  return Array.from({ length: TRANSITION_LINES }, (_, line) => {
    const transition = last[line];
    return transition === undefined ? "" : transitionLine(transition, paint);
  });
}
