import { expect, test } from "vitest";
import { placeInStack } from "../../../benchmarks/open-circuit/caller-in-stack.ts";

const stack = `Error: Breaker is open
    at buildError (/opossum/lib/circuit.js:1015:17)
    at CircuitBreaker.fire (/opossum/lib/circuit.js:616:17)
    at Object.fire (/benchmarks/subjects/opossum.ts:24:41)
    at Object.send (/benchmarks/subjects/breaker-subject.ts:33:35)
    at async theCaller (/benchmarks/open-circuit/caller-in-stack.ts:14:20)
    at async main (/main.js:1:1)`;

test("a caller's place in a stack counts from one, without the frames that the benchmarks add", () => {
  expect(placeInStack(stack, "theCaller")).toBe(3);
  expect(placeInStack(stack, "buildError")).toBe(1);
});

test("a caller that is not in a stack has no place in it", () => {
  expect(placeInStack(stack, "theCall")).toBeUndefined();
  expect(placeInStack("Error: Breaker is open", "theCaller")).toBeUndefined();
});
