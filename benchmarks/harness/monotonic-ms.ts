/** Milliseconds on a clock that all processes of this machine share, as `performance.now()` is not. */
export function monotonicMs(): number {
  return Number(process.hrtime.bigint()) / 1e6;
}
