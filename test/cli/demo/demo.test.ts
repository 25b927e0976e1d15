import { expect, test } from "vitest";
import { demo } from "../../../src/cli/demo/demo.ts";
import { recordIo } from "../recorded-io.ts";

const usualSize = { columns: 80, rows: 24 };

test("prints its usage", async () => {
  const { io, stdout } = recordIo();
  expect(await demo(["--help"], io)).toBe(0);
  expect(stdout.text).toMatch(/^Usage: amplify-breaker demo/);
});

test.each([
  [["--sede", "1"], "Unknown option '--sede'"],
  [["stray"], "Unexpected argument 'stray'"],
  [["--seed", "-1"], "--seed"],
  [["--seed", "1.5"], '--seed must be a whole number from 0 to 4294967295, got "1.5"'],
  [["--json=yes"], "--json"],
])("ends with 2 for %j, and says why", async (argv, message) => {
  const { io, stdout, stderr } = recordIo();
  expect(await demo(argv, io)).toBe(2);
  expect(stderr.text).toContain(message);
  expect(stderr.text).toContain("See amplify-breaker demo --help.");
  expect(stdout.text).toBe("");
});

test("stopped on a terminal it gives the cursor back, resets what it changed and says that it stopped", async () => {
  const { io, stdout, stop } = recordIo({ TERM: "xterm" }, usualSize);
  const ended = demo([], io);
  await stdout.shows(/requests reaching Amplify/);
  expect(stdout.text.startsWith("\u001B[?25l")).toBe(true);
  stop();
  expect(await ended).toBe(130);
  expect(stdout.text.endsWith("\u001B[0m\u001B[?7h\u001B[?25hstopped\n")).toBe(true);
});

test("stopped by SIGTERM it ends with 143, and as JSON it leaves standard output empty", async () => {
  const { io, stdout, stderr, stop } = recordIo();
  const ended = demo(["--json"], io);
  stop("SIGTERM");
  expect(await ended).toBe(143);
  expect([stdout.text, stderr.text]).toEqual(["", "stopped\n"]);
});

test("elsewhere it prints plain lines", async () => {
  const { io, stdout, stop } = recordIo();
  const ended = demo([], io);
  await stdout.shows(/healthy for/);
  stop();
  await ended;
  expect(stdout.text).toBe("  0.0 s  healthy for 3 s: all is well\nstopped\n");
});
