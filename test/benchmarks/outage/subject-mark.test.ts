import { expect, test } from "vitest";
import { outageSubjects } from "../../../benchmarks/outage/outage-subjects.ts";
import { looksOf } from "../../../benchmarks/outage/subject-mark.ts";
import { raw } from "../../../benchmarks/subjects/raw.ts";

const names = outageSubjects.map(({ name }) => name).filter((name) => name !== raw.name);

test("each subject has a shape and a colour of its own, and ours stand out", () => {
  const looks = looksOf(names);
  expect(new Set([...looks.values()].map(({ shape }) => shape)).size).toBe(names.length);
  expect(new Set([...looks.values()].map(({ colour }) => colour)).size).toBe(names.length);
  const standingOut = names.filter((name) => looks.get(name)?.isOurs);
  expect(standingOut).toEqual(names.filter((name) => name.startsWith("amplify-breaker")));
});

test("there are no looks for more subjects than can be told apart", () => {
  expect(() => looksOf(["a", "b", "c", "d", "e", "f"])).toThrow(
    new RangeError('too many subjects to tell "f" from the others'),
  );
});
