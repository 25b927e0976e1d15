/** A map that forgets what was put in first when it is full. */
export class BoundedMap<Key, Value> {
  readonly #most: number;
  readonly #entries = new Map<Key, Value>();

  constructor(most: number) {
    this.#most = most;
  }

  get size(): number {
    return this.#entries.size;
  }

  get(key: Key): Value | undefined {
    return this.#entries.get(key);
  }

  set(key: Key, value: Value): void {
    const [oldest] = this.#entries.keys();
    if (this.#entries.size >= this.#most && oldest !== undefined && !this.#entries.has(key)) {
      this.#entries.delete(oldest);
    }
    this.#entries.set(key, value);
  }

  /** What was there, which no longer is. */
  take(key: Key): Value | undefined {
    const value = this.#entries.get(key);
    this.#entries.delete(key);
    return value;
  }
}
