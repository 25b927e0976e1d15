/** Why the feed could not be read, in words that may stand in a report: nothing in them comes from elsewhere. */
export class FeedProblem extends Error {
  override readonly name = "FeedProblem" as const;
}
