import { expect, test } from "vitest";
import { terminalKind } from "../../src/cli/terminal-kind.ts";
import { recordIo } from "./recorded-io.ts";

const usual = { columns: 80, rows: 24 };

test.each([
  ["a terminal", { TERM: "xterm" }, usual, { isLive: true, hasColours: true }],
  ["NO_COLOR", { NO_COLOR: "1" }, usual, { isLive: true, hasColours: false }],
  ["an empty NO_COLOR", { NO_COLOR: "" }, usual, { isLive: true, hasColours: true }],
  ["CI", { CI: "true" }, usual, { isLive: false, hasColours: false }],
  ["CI=false", { CI: "false" }, usual, { isLive: true, hasColours: true }],
  ["a dumb terminal", { TERM: "dumb" }, usual, { isLive: false, hasColours: false }],
  ["a narrow terminal", {}, { columns: 79, rows: 24 }, { isLive: false, hasColours: true }],
  ["a low terminal", {}, { columns: 80, rows: 23 }, { isLive: false, hasColours: true }],
  ["a pipe", { TERM: "xterm" }, undefined, { isLive: false, hasColours: false }],
])("tells what %s can show", (_name, env, size, kind) => {
  expect(terminalKind(recordIo(env, size).io)).toEqual(kind);
});
