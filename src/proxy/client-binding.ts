import { Answers } from "../call/answers.ts";
import type { Flight } from "../call/flight.ts";
import { followAbort, type CallerSignal } from "../call/stop-signal.ts";
import type { CircuitDirectory } from "../circuit/circuit-directory.ts";
import type { CircuitSet } from "../circuit/circuit-set.ts";
import { readClientPlace } from "./client-place.ts";
import { sharedAnswers } from "./shared-answers.ts";

type Use = (circuits: CircuitSet) => void;

/** Finds out, once per client, which circuits its calls go through. */
export class ClientBinding {
  readonly scope: string | undefined;
  readonly directory: CircuitDirectory;
  readonly #config: unknown;
  readonly #answers = new Answers<Flight>();
  #circuits: CircuitSet | undefined;
  #placeless: CircuitSet | undefined;
  #reading: Promise<void> | undefined;
  readonly #waiting: Use[] = [];

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

  /** What the client's calls share, with each other or within its explicit scope. */
  answers(circuits: CircuitSet): Answers<Flight> {
    return this.scope === undefined ? this.#answers : sharedAnswers(circuits);
  }

  /** The circuits that calls go through at present; none before the first call, or before the place is known. */
  get current(): CircuitSet | undefined {
    return this.#circuits ?? this.#placeless;
  }

  /** Calls back with the circuits this client's calls go through, also with those they will go through only later. */
  withEach(use: Use): void {
    if (this.#placeless !== undefined) use(this.#placeless);
    if (this.#circuits !== undefined) use(this.#circuits);
    else this.#waiting.push(use);
  }

  /**
   * The circuits for one call: where the region or endpoint cannot be read, or not within `timeoutMs`, or not before the
   * caller gives up, those of no place, so that the call fails as it would with the raw client. The next call reads again.
   */
  async forCall(timeoutMs: number | false, callerSignal?: CallerSignal): Promise<CircuitSet> {
    const reading = this.#read();
    await this.#within(reading, timeoutMs, callerSignal);
    if (this.#circuits !== undefined) return this.#circuits;
    // One that hangs would hold up every call to come.
    this.#giveUp(reading);
    return this.#withoutPlace();
  }

  /** The circuits for a call that will not be sent, and need not wait to know which. */
  atOnce(): CircuitSet {
    return this.#circuits ?? this.#withoutPlace();
  }

  #within(
    reading: Promise<void>,
    timeoutMs: number | false,
    callerSignal: CallerSignal | undefined,
  ): Promise<void> {
    const { clock } = this.directory.settings;
    return new Promise((resolve) => {
      const ends: (() => void)[] = [];
      const settle = (): void => {
        for (const end of ends) end();
        resolve();
      };
      if (timeoutMs !== false) ends.push(clock.startTimer(settle, timeoutMs, true));
      ends.push(followAbort(callerSignal, settle));
      void reading.then(settle);
    });
  }

  #read(): Promise<void> {
    if (this.#reading !== undefined) return this.#reading;
    const reading: Promise<void> = readClientPlace(this.#config, this.scope).then(
      (place) => this.#bind(this.directory.at(place)),
      () => this.#giveUp(reading),
    );
    this.#reading = reading;
    return reading;
  }

  #giveUp(reading: Promise<void>): void {
    if (this.#reading === reading) this.#reading = undefined;
  }

  #bind(circuits: CircuitSet): void {
    // A reading that had been given up may come after the one that was begun in its stead.
    if (this.#circuits !== undefined) return;
    this.#circuits = circuits;
    for (const use of this.#waiting.splice(0)) tell(use, circuits);
  }

  #withoutPlace(): CircuitSet {
    if (this.#placeless === undefined) {
      this.#placeless = this.directory.at(this.scope === undefined ? {} : { scope: this.scope });
      for (const use of this.#waiting) tell(use, this.#placeless);
    }
    return this.#placeless;
  }
}

/** What somebody wanted before the place was known may not go together with what was configured since. */
function tell(use: Use, circuits: CircuitSet): void {
  try {
    use(circuits);
  } catch (error) {
    process.emitWarning(
      `A change made before the client's region was known is not in force: ${(error as Error).message}`,
      { type: "AmplifyBreakerWarning", code: "AMPLIFY_BREAKER_LATE_CHANGE" },
    );
  }
}
