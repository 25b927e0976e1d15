import type { OperationName } from "../amplify/operations.ts";
import { circuitName } from "../circuit/circuit-name.ts";
import type { CircuitAddress } from "../incident/circuit-address.ts";
import type { IncidentBook } from "../incident/incident-book.ts";
import type { Incident } from "../incident/incident.ts";
import { checkOperationName } from "../options/check-names.ts";
import type { Settings } from "../options/settings.ts";

/** An operation, or a circuit as events name it. */
export type IncidentName = OperationName | (string & {});

/** What is asked for. */
interface Question {
  readonly name: IncidentName;
  readonly input: unknown;
  /** Whether a circuit is one of those that may be told of. */
  readonly isOwn: (address: CircuitAddress) => boolean;
}

/** Where it is looked up. */
interface Sources {
  readonly incidents: IncidentBook;
  readonly settings: Settings;
  /** The circuits in use. */
  readonly circuits: Iterable<{ readonly name: string }>;
}

/**
 * Finds the incident of an operation, or of a circuit.
 *
 * @throws TypeError where the name is neither; it suggests the nearest operation
 */
export function findIncident({ name, input, isOwn }: Question, sources: Sources): Incident | undefined {
  const { incidents, settings, circuits } = sources;
  const ofCircuit = (wanted: string): Incident | undefined =>
    incidents.latest((address) => address.circuit === wanted && isOwn(address));
  const named = ofCircuit(name);
  if (named !== undefined) return named;
  for (const circuit of circuits) if (circuit.name === name) return undefined;
  checkOperationName(name, "incident()");
  return ofCircuit(circuitName(settings.circuit, name, input));
}
