/** The calls of the circuit, as its state has a say in them. */
export interface Traffic {
  /** Calls that were sent and are not settled yet. */
  readonly inFlight: { readonly size: number };
  /** Nothing may be sent for so long. */
  stop(retryAfterMs: number): void;
  /** The circuit has closed. */
  recover(share: number): void;
  /** A call succeeded. */
  allowMore(share: number): void;
  /** Somebody may have their turn now. */
  serve(): void;
}
