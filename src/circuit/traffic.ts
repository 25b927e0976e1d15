/** The calls of the circuit, as its state has a say in them. */
export interface Traffic {
  /** Calls that were sent and are not settled yet. */
  readonly inFlight: { readonly size: number };
  /** Nothing more may be sent for as long as the state has it. */
  stop(): void;
  /** The circuit has closed. */
  recover(share: number): void;
  /** A call succeeded. */
  allowMore(share: number): void;
  /** Somebody may have their turn now. */
  serve(): void;
}
