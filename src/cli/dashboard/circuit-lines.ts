import type { CircuitTile, DashboardSnapshot, Transition } from "../../dashboard/index.ts";
import { formatMs } from "../format-ms.ts";
import type { Look, Paint } from "../paint.ts";
import { oneLine } from "../printable.ts";
import { formatTime } from "../watch/format-time.ts";

const looks: Readonly<Record<CircuitTile["state"], Look[]>> = {
  closed: ["green"],
  open: ["red", "bold"],
  halfOpen: ["yellow"],
  isolated: ["red"],
  disabled: ["dim"],
};

/** What is out comes first. */
const ranks: Readonly<Record<CircuitTile["state"], number>> = {
  open: 0,
  isolated: 1,
  halfOpen: 2,
  closed: 3,
  disabled: 4,
};

/** Fits into 80 columns, however long a name is. */
const nameWidth = 20;

/** What a dashboard shows, as lines of a terminal. */
export function snapshotLines(
  { at, isHealthy, circuits, hiddenCircuits }: DashboardSnapshot,
  paint: Paint,
): string[] {
  const head = `${formatTime(at)}  ${isHealthy ? paint("healthy", "green") : paint("NOT HEALTHY", "red", "bold")}`;
  const columns = tableRow(["circuit", "state   ", "failed", "p50", "p99", "flying", "next probe"]);
  const sorted = circuits.toSorted((one, other) => {
    return Math.sign(ranks[one.state] - ranks[other.state]) * 2 + (one.name < other.name ? -1 : 1);
  });
  return [
    head,
    "",
    paint(columns, "dim"),
    ...(sorted.length === 0
      ? ["no circuit in use yet"]
      : sorted.map((circuit) => circuitLine(circuit, at, paint))),
    ...(hiddenCircuits > 0 ? [`… and ${hiddenCircuits} more`] : []),
  ];
}

function circuitLine(circuit: CircuitTile, now: number, paint: Paint): string {
  const { name, state, failurePercentage, p50Ms, p99Ms, inFlight, probeAt } = circuit;
  const failed = failurePercentage === null ? "–" : `${failurePercentage.toFixed(0)} %`;
  const probe = probeAt === null ? "" : formatMs(Math.max(0, probeAt - now));
  const percentiles = [p50Ms, p99Ms].map((ms) => formatMs(ms ?? undefined));
  const shown = paint(state.padEnd(8), ...looks[state]);
  return tableRow([fitted(name), shown, failed, ...percentiles, String(inFlight), probe]);
}

/** The first two to the left, the others to the right; the state is as wide as it is to be. */
function tableRow([
  name = "",
  state = "",
  failed = "",
  p50 = "",
  p99 = "",
  flying = "",
  probe = "",
]: string[]): string {
  const numbers = [
    failed.padStart(6),
    p50.padStart(9),
    p99.padStart(9),
    flying.padStart(6),
    probe.padStart(10),
  ];
  return [name.padEnd(nameWidth), state, ...numbers].join("  ").trimEnd();
}

/** One change of a circuit's state, as a line. */
export function transitionLine(
  { at, circuit, type, detail = "", dryRun }: Transition,
  paint: Paint,
  longestDetail: number = Infinity,
): string {
  const isBad = type === "open" || type === "probeFailed" || type === "isolate";
  const what = paint(type.padEnd(11), isBad ? "red" : "green");
  const note = dryRun === true ? " (dry run)" : "";
  const text = `${oneLine(detail)}${note}`.slice(0, longestDetail);
  return `${formatTime(at)}  ${what}  ${fitted(circuit).padEnd(nameWidth)}  ${text}`.trimEnd();
}

function fitted(name: string): string {
  const text = oneLine(name);
  return text.length > nameWidth ? `${text.slice(0, nameWidth - 1)}…` : text;
}
