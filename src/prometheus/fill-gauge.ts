import type { Gauge } from "prom-client";
import type { CircuitState, CircuitStats } from "../events/circuit-state.ts";
import type { CircuitLabels } from "./label-sets.ts";
import type { GaugeName } from "./metric-definitions.ts";
import type { OpenReading } from "./open-circuits.ts";

const states: readonly CircuitState[] = ["closed", "open", "halfOpen", "isolated", "disabled"];

/** Puts into a gauge what the circuits of the same labels come to. */
export function fillGauge(
  name: GaugeName,
  gauge: Gauge,
  circuitLabels: CircuitLabels,
  readings: readonly OpenReading[],
): void {
  const labels = { ...circuitLabels };
  const sum = (count: (stats: CircuitStats) => number): number =>
    readings.reduce((total, { circuit }) => total + count(circuit.stats()), 0);
  switch (name) {
    case "circuit_state": {
      const found = readings.map(({ circuit }) => circuit.state);
      for (const state of states) {
        gauge.set({ ...labels, state }, found.filter((other) => other === state).length);
      }
      return;
    }
    case "circuit_open_seconds":
      // Not Math.max(...): there may be a circuit for each of very many scopes.
      gauge.set(labels, readings.reduce((longest, { openMs }) => Math.max(longest, openMs), 0) / 1_000);
      return;
    case "in_flight_calls":
      gauge.set(
        labels,
        sum(({ inFlight }) => inFlight),
      );
      return;
    case "waiting_calls":
      gauge.set(
        { ...labels, reason: "open" },
        sum(({ waiting }) => waiting),
      );
      gauge.set(
        { ...labels, reason: "capacity" },
        sum(({ queued }) => queued),
      );
  }
}
