/** What the SDK rejects with when a call is aborted; `reason` is lost, as it is there. */
export function abortError(): Error {
  return Object.assign(new Error("Request aborted"), { name: "AbortError" });
}
