import { expect, test } from "vitest";
import { CapacityError } from "../../src/errors/capacity-error.ts";

test("says how many calls may be in flight", () => {
  expect(new CapacityError({ operation: "GetJob", capacity: 3 })).toMatchObject({
    message: "GetJob was not sent: 3 calls are in flight already",
    capacity: 3,
  });
});
