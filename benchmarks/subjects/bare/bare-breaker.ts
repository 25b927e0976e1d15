/** What a breaker protects here: a function without arguments. */
export type Action = () => Promise<unknown>;

/** A breaker around one function, without a client. */
export interface BareBreaker {
  fire(): Promise<unknown>;
  isClosed(): boolean;
  close(): void;
}
