/** What a process with grown clients is asked. */
export type GrowthQuestion =
  | { readonly kind: "size" }
  | { readonly kind: "startUp" }
  | {
      readonly kind: "turn";
      /** Callers at once, each of whom makes one call after the other. */
      readonly callers: number;
      /** Milliseconds; what is under way then is still ended. */
      readonly turnMs: number;
    };

/** How much a process with grown clients holds. */
export interface GrownSize {
  /** Operations that were called through each client. */
  readonly operations: number;
  /** Bytes on the heap that came with the clients, the unprotected ones' own included. */
  readonly bytes: number;
}
