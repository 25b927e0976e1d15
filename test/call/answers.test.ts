import { expect, test } from "vitest";
import { Answers, type Joinable } from "../../src/call/answers.ts";

const inFlight: Joinable = { isJoinable: true };

test("a request can be joined from the time when it is shared until it is not any more", () => {
  const answers = new Answers<Joinable>();
  expect(answers.joinable("key")).toBeUndefined();
  answers.share("key", inFlight);
  expect(answers.joinable("key")).toBe(inFlight);
  expect(answers.joinable("another")).toBeUndefined();
  answers.unshare("key", inFlight);
  expect(answers.joinable("key")).toBeUndefined();
});

test("a request that is over leaves the one that took its place", () => {
  const answers = new Answers<Joinable>();
  const next: Joinable = { isJoinable: true };
  answers.share("key", inFlight);
  answers.share("key", next);
  answers.unshare("key", inFlight);
  expect(answers.joinable("key")).toBe(next);
});

test("a request whose answer will not do is joined by nobody", () => {
  const answers = new Answers<Joinable>();
  answers.share("key", { isJoinable: false });
  expect(answers.joinable("key")).toBeUndefined();
});
