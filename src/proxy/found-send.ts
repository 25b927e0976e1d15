/** A `send` of the SDK's shape, to be called on the client. */
export type RawSend = (...args: unknown[]) => unknown;

/** The client's `send`, as it was found at the time of a call. */
export interface FoundSend {
  readonly send: RawSend;
  /**
   * Whether it is the SDK's own, which builds a call's pipeline before it returns; mocks, instrumentation and subclasses
   * put others in its place, which may await something first.
   */
  readonly isSdkSend: boolean;
}

export function findSend(send: RawSend): FoundSend {
  // Told by what it calls: minifiers shorten the names of functions, not those of members.
  const text = Function.prototype.toString.call(send);
  return { send, isSdkSend: text.includes(".resolveMiddleware(") && !text.startsWith("async ") };
}
