import { compileOperationPatterns } from "./operation-pattern.ts";
import { OpenRequestRecord, type Arrival, type RequestRecord } from "./request-record.ts";

/** Which requests are meant: names and globs such as `List*`, or a question asked of each. */
export type RequestFilter = string | readonly string[] | ((record: RequestRecord) => boolean);

/**
 * What the simulator received, oldest first.
 *
 * @example
 * ```ts
 * const arrival = simulator.requests.next("StartJob");
 * await deploy();
 * expect((await arrival).attempt).toBe(1);
 * expect(simulator.requests.count("List*")).toBe(3);
 * ```
 */
export interface RequestLog extends Iterable<RequestRecord> {
  /** How many requests arrived since the start or the last `clear()`, those the ring has dropped included. */
  readonly total: number;
  /** How many are in flight. */
  readonly inFlight: number;
  /** The newest request. */
  readonly last: RequestRecord | undefined;
  /** The kept requests that fit. */
  of(filter: RequestFilter): readonly RequestRecord[];
  /** How many of the kept requests fit; all of them without a filter. */
  count(filter?: RequestFilter): number;
  /**
   * Resolves with the next request that fits, any without a filter, when it has arrived with its whole body.
   *
   * @throws Error (as a rejection) when the simulator is closed before
   */
  next(filter?: RequestFilter): Promise<RequestRecord>;
  /** Forgets what arrived so far. */
  clear(): void;
}

interface Waiter {
  readonly fits: (record: RequestRecord) => boolean;
  readonly resolve: (record: RequestRecord) => void;
  readonly reject: (reason: Error) => void;
}

/** A ring of records: the newest ones stay. */
export class RecordingRequestLog implements RequestLog {
  readonly #limit: number;
  #ring: OpenRequestRecord[] = [];
  #oldest = 0;
  #lastId = 0;
  #waiters: Waiter[] = [];
  total = 0;
  inFlight = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get last(): RequestRecord | undefined {
    return this.#ring.at(this.#oldest - 1);
  }

  *[Symbol.iterator](): Iterator<RequestRecord> {
    yield* this.#ring.slice(this.#oldest);
    yield* this.#ring.slice(0, this.#oldest);
  }

  of(filter: RequestFilter): readonly RequestRecord[] {
    return [...this].filter(compileFilter(filter));
  }

  count(filter?: RequestFilter): number {
    return filter === undefined ? this.#ring.length : this.of(filter).length;
  }

  next(filter: RequestFilter = "*"): Promise<RequestRecord> {
    const fits = compileFilter(filter);
    const arrival = new Promise<RequestRecord>((resolve, reject) => {
      this.#waiters.push({ fits, resolve, reject });
    });
    // A test that has lost interest must not die of an unhandled rejection when the simulator closes.
    arrival.catch(() => {});
    return arrival;
  }

  clear(): void {
    this.#ring = [];
    this.#oldest = 0;
    this.total = 0;
  }

  arrived(arrival: Omit<Arrival, "id">): OpenRequestRecord {
    const record = new OpenRequestRecord({ ...arrival, id: (this.#lastId += 1) });
    this.total += 1;
    this.inFlight += 1;
    if (this.#ring.length < this.#limit) this.#ring.push(record);
    else if (this.#limit > 0) {
      this.#ring[this.#oldest] = record;
      this.#oldest = (this.#oldest + 1) % this.#limit;
    }
    return record;
  }

  /** Tells those who wait: the request is here as a whole, so what it does has been done. */
  announce(record: OpenRequestRecord): void {
    if (record.isAnnounced) return;
    record.isAnnounced = true;
    if (this.#waiters.length > 0) this.#wake(record);
  }

  settled(record: OpenRequestRecord, nowMs: number, isClosedEarly: boolean): void {
    this.announce(record);
    this.inFlight -= 1;
    record.settle(nowMs, isClosedEarly);
  }

  close(): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const { reject } of waiters)
      reject(new Error("the simulator was closed before such a request arrived"));
  }

  #wake(record: OpenRequestRecord): void {
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiters) {
      if (waiter.fits(record)) waiter.resolve(record);
      else this.#waiters.push(waiter);
    }
  }
}

const otherNames: ReadonlySet<string> = new Set(["Upload", "Download", "Unknown"]);

function compileFilter(filter: RequestFilter): (record: RequestRecord) => boolean {
  if (typeof filter === "function") return filter;
  const patterns = typeof filter === "string" ? [filter] : filter;
  const others = new Set(patterns.filter((pattern) => otherNames.has(pattern)));
  const matches = compileOperationPatterns(
    patterns.filter((pattern) => !otherNames.has(pattern)),
    "filter",
  );
  return ({ operation }) => matches(operation) || others.has(operation);
}
