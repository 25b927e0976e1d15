import { expect, test } from "vitest";
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
