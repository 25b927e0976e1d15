/** What is held in so many clients of one subject. */
interface Held {
  readonly bytes: number;
  readonly clients: number;
  /** Breakers of all the clients. */
  readonly breakers: number;
}

/** What protection adds to each client's own bytes. */
export function bytesPerClient({ bytes, clients }: Held, rawBytes: number): number {
  return (bytes - rawBytes) / clients;
}

/** The same by breaker; `undefined` where there is none. */
export function bytesPerBreaker({ bytes, breakers }: Held, rawBytes: number): number | undefined {
  return breakers === 0 ? undefined : (bytes - rawBytes) / breakers;
}
