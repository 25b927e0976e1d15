import type { CircuitEventBase } from "../events/breaker-events.ts";
import type { CircuitReading } from "../events/circuit-state.ts";

/** Where a circuit stands; empty where it is not known, which for Prometheus is as good as no label. */
interface PlaceLabels {
  readonly region: string;
  readonly endpoint: string;
}

/** What metrics about a circuit are told apart by. */
export interface CircuitLabels extends PlaceLabels {
  readonly circuit: string;
}

/** What metrics about calls are told apart by. */
export interface OperationLabels extends PlaceLabels {
  readonly operation: string;
}

/** So many names are kept apart, of circuits and of operations each; all others are one, whatever names they have. */
const mostNames = 1_000;
/** The name of what is one too many. */
const others = "other";

type Source = Pick<CircuitEventBase, "region" | "endpoint"> | Pick<CircuitReading, "region" | "endpoint">;

/**
 * Gives the labels of circuits and operations, in bounded number: a series is kept for as long as the process lives, and
 * option `circuit` may make a name of anything.
 */
export class LabelSets {
  readonly #circuits = new Map<string, CircuitLabels>();
  readonly #operations = new Map<string, OperationLabels>();
  readonly #onNewCircuit: (labels: CircuitLabels) => void;
  readonly #onNewOperation: (labels: OperationLabels) => void;

  /** Both are told of labels that were never given before. */
  constructor(
    onNewCircuit: (labels: CircuitLabels) => void,
    onNewOperation: (labels: OperationLabels) => void,
  ) {
    this.#onNewCircuit = onNewCircuit;
    this.#onNewOperation = onNewOperation;
  }

  ofCircuit(circuit: string, source: Source): CircuitLabels {
    return labelsIn(this.#circuits, {
      name: circuit,
      source,
      make: (name, place) => ({ circuit: name, ...place }),
      onNew: this.#onNewCircuit,
    });
  }

  ofOperation(operation: string, source: Source): OperationLabels {
    return labelsIn(this.#operations, {
      name: operation,
      source,
      make: (name, place) => ({ operation: name, ...place }),
      onNew: this.#onNewOperation,
    });
  }
}

interface Wanted<Labels> {
  readonly name: string;
  readonly source: Source;
  readonly make: (name: string, place: PlaceLabels) => Labels;
  readonly onNew: (labels: Labels) => void;
}

function labelsIn<Labels>(known: Map<string, Labels>, { name, source, make, onNew }: Wanted<Labels>): Labels {
  const { region = "", endpoint = "" } = source;
  const key = JSON.stringify([name, region, endpoint]);
  const found = known.get(key) ?? (known.size > mostNames ? known.get(others) : undefined);
  if (found !== undefined) return found;
  const isOneTooMany = known.size >= mostNames;
  const labels = isOneTooMany
    ? make(others, { region: others, endpoint: others })
    : make(name, { region, endpoint });
  known.set(isOneTooMany ? others : key, labels);
  onNew(labels);
  return labels;
}
