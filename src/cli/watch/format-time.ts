/** The time of day, where the reader is: `16:04:09`. */
export function formatTime(epochMs: number): string {
  return new Date(epochMs).toTimeString().slice(0, "00:00:00".length);
}
