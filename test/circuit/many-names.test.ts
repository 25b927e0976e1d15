import { expect, test } from "vitest";
import type { CircuitDirectory } from "../../src/circuit/circuit-directory.ts";
import { takeSnapshot } from "../../src/circuit/take-snapshot.ts";
import { ManualClock } from "../../src/testing/manual-clock.ts";
import { says } from "./a-circuit.ts";
import { aProgram, ireland } from "./a-program.ts";

test("circuits named by a function hold memory within bounds when names come by the ten thousand, in an outage too", () => {
  const program = aProgram({
    maxCircuits: 50,
    circuit: (_operation, input) => (input as { appId: string }).appId,
  });
  const circuits = program.directory.at(ireland);
  for (let made = 0; made < 5_000; made++) circuits.circuit("GetApp", { appId: `well-${made}` });
  expect([...circuits]).toHaveLength(50);
  for (const circuit of [...circuits]) program.trip(circuit);
  for (let made = 0; made < 10_000; made++) circuits.circuit("GetApp", { appId: `ill-${made}` });
  expect([...circuits]).toHaveLength(51);
  expect(program.clock.pendingTimers).toBe(50);
  program.directory.shutdown();
  expect(program.clock.pendingTimers).toBe(0);
});

test("a snapshot holds as many circuits as can be restored, and leaves out closed ones first", () => {
  const program = aProgram();
  program.call(says.success, program.circuit("Closed"));
  program.trip(program.circuit("Open"));
  const [closed, open] = ["Closed", "Open"].map((name) => {
    const memory = program.circuit(name).memory();
    return { identity: { name }, memory: () => memory };
  });
  const directory = {
    settings: { clock: new ManualClock() },
    *[Symbol.iterator]() {
      yield [...Array.from({ length: 100_000 }, () => closed), open];
    },
  } as unknown as CircuitDirectory;
  const { circuits } = takeSnapshot(directory);
  expect(circuits).toHaveLength(100_000);
  expect(circuits[0]).toMatchObject({ name: "Open" });
});
