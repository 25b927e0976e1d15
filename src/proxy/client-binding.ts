import type { CircuitDirectory } from "../circuit/circuit-directory.ts";
import type { CircuitSet } from "../circuit/circuit-set.ts";
import { readClientPlace } from "./client-place.ts";

type Use = (circuits: CircuitSet) => void;

/** Finds out, once per client, which circuits its calls go through. */
export class ClientBinding {
  readonly scope: string | undefined;
  readonly directory: CircuitDirectory;
  readonly #config: unknown;
  #circuits: CircuitSet | undefined;
  #reading: Promise<void> | undefined;
  #waiting: Use[] = [];

  constructor(config: unknown, scope: string | undefined, directory: CircuitDirectory) {
    this.#config = config;
    this.scope = scope;
    this.directory = directory;
    void this.#read();
  }

  /** The circuits, once the client's region and endpoint are known. */
  get circuits(): CircuitSet | undefined {
    return this.#circuits;
  }

  /** Calls back as soon as the circuits are known, at once where they are. */
  whenKnown(use: Use): void {
    if (this.#circuits === undefined) this.#waiting.push(use);
    else use(this.#circuits);
  }

  /**
   * The circuits for one call: where the region or endpoint cannot be read, or not within `timeoutMs`, those of no
   * place, so that the call fails as it would with the raw client. The next call reads again.
   */
  async forCall(timeoutMs: number | false): Promise<CircuitSet> {
    const reading = this.#read();
    if (timeoutMs === false) await reading;
    else await this.#within(reading, timeoutMs);
    return this.#circuits ?? this.directory.at(this.scope === undefined ? {} : { scope: this.scope });
  }

  #within(reading: Promise<void>, timeoutMs: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = this.directory.options.clock.startTimer(resolve, timeoutMs, true);
      void reading.then(() => {
        cancel();
        resolve();
      });
    });
  }

  #read(): Promise<void> {
    this.#reading ??= readClientPlace(this.#config, this.scope).then(
      (place) => this.#bind(this.directory.at(place)),
      () => {
        this.#reading = undefined;
      },
    );
    return this.#reading;
  }

  #bind(circuits: CircuitSet): void {
    this.#circuits = circuits;
    for (const use of this.#waiting) use(circuits);
    this.#waiting = [];
  }
}
