import { expect, test } from "vitest";
import { eventually } from "./support/eventually.ts";
import { Soak } from "./support/soak.ts";

const durationMs = Number(process.env["SOAK_MS"] ?? 4_000);
const seed = Number(process.env["SOAK_SEED"] ?? 1);

/** Sockets and servers that are open in this process. */
function openSockets(): number {
  return process.getActiveResourcesInfo().filter((kind) => /^(?:TCP|Pipe)Socket|^TCPServer/.test(kind))
    .length;
}

test(
  "200 callers get every call settled and told exactly once while everything fails in turns, and nothing is left (real time)",
  { timeout: durationMs + 30_000 },
  async () => {
    const unhandled: unknown[] = [];
    const note = (error: unknown) => unhandled.push(error);
    process.on("unhandledRejection", note).on("uncaughtException", note);
    const socketsBefore = openSockets();

    const figures = await Soak.run(durationMs, 200, seed);
    await eventually("all sockets closed", () => openSockets() <= socketsBefore);
    process.off("unhandledRejection", note).off("uncaughtException", note);

    if (process.env["SOAK_MS"] !== undefined)
      process.stdout.write(`${JSON.stringify(figures, undefined, 2)}\n`);
    expect(unhandled).toEqual([]);
    expect(figures).toMatchObject({
      notSettledOnce: 0,
      notToldOnce: 0,
      outOfOrder: 0,
      timersLeft: 0,
      notRefusedAfterwards: 0,
    });
    // It was no idle run.
    const { opened, closed, listenerErrors, endings } = figures;
    expect(Math.min(opened, closed, listenerErrors)).toBeGreaterThan(0);
    for (const type of ["success", "timeout", "cancelled", "reject"])
      expect(endings[type], type).toBeGreaterThan(0);
  },
);
