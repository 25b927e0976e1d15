import type { Fault } from "./fault.ts";

/** Faults in the words of the text form of a script. */
export function describeFaults(faults: readonly Fault[]): string {
  return faults.length === 0 ? "healthy" : faults.map((fault) => describeFault(fault)).join(" + ");
}

function describeFault(fault: Fault): string {
  const { rate = 1, operations = "*" } = fault;
  const share = rate === 1 ? "" : `${Number((rate * 100).toFixed(2))} % `;
  const targets = typeof operations === "string" ? operations : operations.join(" | ");
  return `${share}${describeEffect(fault)}${targets === "*" ? "" : ` on ${targets}`}`;
}

function describeEffect(fault: Fault): string {
  switch (fault.kind) {
    case "error":
      return fault.error;
    case "latency":
      return `latency ${fault.ms} ms${fault.spreadMs === undefined ? "" : ` ± ${fault.spreadMs} ms`}`;
    case "reset":
      return fault.during === "body" ? `reset-body ${fault.status ?? 200}` : "reset";
    case "response":
      return `status ${fault.status}`;
    case "stall":
    case "html":
    case "empty":
    case "malformed":
      return fault.status === undefined ? fault.kind : `${fault.kind} ${fault.status}`;
    case "hang":
    case "mistyped":
    case "refuse":
    case "throttling":
      return fault.kind;
  }
}
