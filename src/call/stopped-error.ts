/** Ends the SDK's pipeline; the caller has been answered by then and never sees it. */
export function stoppedError(): Error {
  return Object.assign(new Error("Request aborted"), { name: "AbortError" });
}
