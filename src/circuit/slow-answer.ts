/** What a circuit that opens for slow answers, or stays open for one, gives as its cause. */
export function slowAnswer(durationMs: number, limitMs: number): Error {
  const took = Math.round(durationMs).toLocaleString("en-US");
  const limit = limitMs.toLocaleString("en-US");
  return Object.assign(new Error(`Amplify took ${took} ms to answer, which is slow from ${limit} ms on`), {
    name: "SlowAnswer",
  });
}
