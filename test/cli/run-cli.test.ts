import { expect, test, vi } from "vitest";
import { runCli, type CommandEntry } from "../../src/cli/run-cli.ts";
import { recordIo } from "./recorded-io.ts";

function known() {
  const demo = vi.fn(() => Promise.resolve(7));
  const load = vi.fn(() => Promise.resolve(demo));
  const unused = vi.fn(() => Promise.reject(new Error("loaded without need")));
  const commands: Record<string, CommandEntry> = {
    demo: { summary: "shows it", load },
    watch: { summary: "watches", load: unused },
  };
  return { commands, demo, unused };
}

test("hands the rest of its arguments to the command, loads no other, and passes on the exit code", async () => {
  const { commands, demo, unused } = known();
  const { io } = recordIo();
  expect(await runCli(["demo", "--seed", "3"], io, commands)).toBe(7);
  expect(demo).toHaveBeenCalledWith(["--seed", "3"], io);
  expect(unused).not.toHaveBeenCalled();
});

test.each([["--help"], ["-h"]])("%s prints the commands there are", async (option) => {
  const { io, stdout } = recordIo();
  expect(await runCli([option], io)).toBe(0);
  expect(stdout.text).toMatch(/^Usage: amplify-breaker <command>/);
  for (const name of ["demo", "simulate", "watch"]) expect(stdout.text).toContain(`  ${name} `);
});

test("--version prints the package's version", async () => {
  const { io, stdout } = recordIo();
  expect(await runCli(["--version"], io)).toBe(0);
  expect(stdout.text).toMatch(/^\d+\.\d+\.\d+\S*\n$/);
});

test.each([
  [["dmeo"], 'there is no command "dmeo"; did you mean "demo"?'],
  [["constructor"], 'there is no command "constructor"\n'],
  [["--verison"], 'there is no option "--verison"; did you mean "--version"?'],
  [[], "Usage: amplify-breaker <command>"],
])("%j ends with 2, and says why on standard error only", async (argv, message) => {
  const { io, stdout, stderr } = recordIo();
  expect(await runCli(argv, io)).toBe(2);
  expect(stderr.text).toContain(message);
  expect(stdout.text).toBe("");
});
