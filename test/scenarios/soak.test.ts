import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { startNode } from "./support/node-process.ts";

const script = fileURLToPath(new URL("../../scripts/run-bundled.js", import.meta.url));

test(
  "callers get every call settled and told exactly once while everything fails in turns, and nothing is left (real time)",
  { timeout: 90_000 },
  async () => {
    const args = ["--minutes", "0.05", "--callers", "200", "--seed", "1"];
    const { printed, ended } = startNode([script, "test/soak/main", ...args]);
    const code = await ended;
    expect(`${printed.stdout}${code === 0 ? "" : printed.stderr}`).toMatch(/all is right\n$/);
    expect(code).toBe(0);
  },
);

test("Ctrl-C ends a soak early, with the table", { timeout: 90_000 }, async () => {
  const { child, printed, ended } = startNode([
    script,
    "test/soak/main",
    "--minutes",
    "60",
    "--callers",
    "20",
  ]);
  while (!printed.stderr.includes("warming up")) await once(child.stderr, "data");
  child.kill("SIGINT");
  expect([0, 1]).toContain(await ended);
  expect(printed.stdout).toMatch(/calls that settled/);
});
