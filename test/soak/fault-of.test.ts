import { expect, test } from "vitest";
import { ManualClock, startAmplifySimulator } from "../../src/testing/index.ts";
import { SeededRandom } from "../scenarios/support/random.ts";
import { faultKinds, faultOf } from "./fault-of.ts";

test("the simulator takes every kind of fault that a soak can have", async () => {
  await using simulator = await startAmplifySimulator({ clock: new ManualClock() });
  const random = new SeededRandom(1);
  for (const kind of faultKinds) {
    for (let time = 0; time < 50; time++) simulator.faults.inject(faultOf(kind, random)).remove();
    simulator.faults.inject(faultOf(kind, random));
  }
  expect(simulator.faults.active.map(({ kind }) => kind)).toEqual(faultKinds);
});
