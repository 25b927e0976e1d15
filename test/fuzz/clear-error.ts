import { expect } from "vitest";
import { isTrap } from "./hostile-data.ts";

/** What wrong input may be met with: a message that says where it stands, and what is wrong with it. */
const clearMessage =
  /^(?:configure\("[^"]*"\): |restore\(\): |collectPages: |lastKnownGood: )?[\s\S]+ (?:must (?:not )?be|must have|must be told|has no member|there is no Amplify operation|needs a|belongs to|counts open circuits|is required|is not part of|is missing)/;

/**
 * What the action threw, if it did: a clear TypeError or RangeError it must be, or what hostile code of the test's own
 * threw.
 *
 * @param names - what the message begins with
 */
export function refusalOf(action: () => unknown, names: RegExp): unknown {
  try {
    action();
    return undefined;
  } catch (error) {
    expectClear(error, names);
    return error;
  }
}

/** Asserts that an error tells its reader what to mend. */
export function expectClear(error: unknown, names: RegExp): void {
  if (isTrap(error)) return;
  expect(error).toSatisfy((thrown) => thrown instanceof TypeError || thrown instanceof RangeError);
  const { message } = error as Error;
  expect(message).toMatch(names);
  expect(message).toMatch(clearMessage);
  expect(message.length).toBeLessThan(1_000);
}
