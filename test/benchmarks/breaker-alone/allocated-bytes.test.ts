import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { allocatedBytes } from "../../../benchmarks/breaker-alone/allocated-bytes.ts";

setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

test("a call's bytes are what it leaves on the heap", async () => {
  const kept: number[][] = [];
  const fire = async (): Promise<void> => void kept.push(Array.from({ length: 10_000 }, Math.random));
  const bytes = await allocatedBytes(fire, 10, collect);
  expect(bytes).toBeGreaterThan(80_000);
  expect(bytes).toBeLessThan(800_000);
});

test("a heap from which garbage was collected in between tells nothing", async () => {
  await expect(
    allocatedBytes(
      async () => collect(),
      1,
      () => {},
    ),
  ).rejects.toThrow("garbage was collected 1 times between two readings of the heap");
});
