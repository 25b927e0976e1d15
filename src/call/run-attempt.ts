/** Runs an attempt, and says how it went before whoever made it hears; other people's middleware may throw at once. */
export function runAttempt<Result>(
  attempt: () => Promise<Result>,
  onSuccess: () => void,
  onFailure: (error: unknown) => void,
): Promise<Result> {
  let made: Promise<Result>;
  try {
    made = Promise.resolve(attempt());
  } catch (error) {
    onFailure(error);
    throw error;
  }
  return made.then(
    (result) => {
      onSuccess();
      return result;
    },
    (error: unknown) => {
      onFailure(error);
      throw error;
    },
  );
}
