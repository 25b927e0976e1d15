import { isOperationName, operationKinds } from "../amplify/operations.ts";
import { neverKept } from "../amplify/presigned-urls.ts";
import { isLastKnownGood } from "../fallback/last-known-good.ts";
import type { SetCallOptions } from "./set-options.ts";

/** Whether a call of the operation changes nothing; one that is not in our table may change something. */
export function isRead(operation: string): boolean {
  return isOperationName(operation) && operationKinds[operation] === "read";
}

/** Whether answers of the operation may be given again later. */
export function isKept(operation: string): boolean {
  return isRead(operation) && !neverKept(operation);
}

/** @throws TypeError where the options of one operation hold what only reads can have, and say that it is none */
export function checkReadsOnly(prefix: string, operation: string, set: SetCallOptions): void {
  if (set.coalesce === true && !isRead(operation)) {
    throw new TypeError(
      `${prefix}coalesce must be false for ${operation}, which is no read: two calls mean two requests`,
    );
  }
  if (isLastKnownGood(set.fallback) && !isKept(operation)) {
    const reason = isRead(operation)
      ? "whose answers hold presigned URLs, which are never kept"
      : "which is no read: an old answer would pass for a change that was made";
    throw new TypeError(`${prefix}fallback must not be lastKnownGood() for ${operation}, ${reason}`);
  }
}
