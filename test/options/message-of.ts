/** What the message of an error is, whatever it is thrown by. */
export function messageOf(action: () => unknown): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return error instanceof TypeError || error instanceof RangeError
      ? `${error.name}: ${error.message}`
      : "no error of ours";
  }
}
