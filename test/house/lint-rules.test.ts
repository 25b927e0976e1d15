import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";

/** A lint rule that never matches looks like clean code, so each is tried out here, each import in a file of its own. */
const sdk = "@aws-sdk/client-amplify";
const observers = ["logging", "prometheus", "otel", "dashboard", "alerts", "incident", "aws-health", "fleet"];
const lower = [
  ...["clock", "amplify", "errors", "outcome", "events", "options", "fallback", "circuit", "call", "proxy"],
  ...observers,
  ...["testing", "testing/state"],
];
const floors = [...lower, "cli", "somewhere-new"];
const packages = [
  sdk,
  "opossum",
  "eventemitter3",
  "lru-cache",
  "prom-client",
  "p-retry",
  "node:http",
  "node:async_hooks",
];
const values: Record<string, string[]> = {
  clock: [],
  amplify: [sdk],
  errors: ["amplify"],
  outcome: ["amplify", "errors"],
  events: ["amplify", "errors", "outcome", "eventemitter3", "node:async_hooks"],
  options: ["amplify", "clock", "errors", "outcome", "fallback"],
  fallback: ["amplify", "clock", "errors", "lru-cache"],
  circuit: ["amplify", "clock", "errors", "outcome", "events", "options", "opossum"],
  call: [
    ...["amplify", "clock", "errors", "outcome", "events", "options", "fallback", "circuit"],
    "node:async_hooks",
  ],
  proxy: ["amplify", "clock", "errors", "events", "options", "circuit", "call"],
  testing: ["amplify", "clock", "errors", "testing/state", sdk, "node:http", "node:async_hooks"],
  "testing/state": ["amplify", "clock", "errors", "testing", sdk, "node:http", "node:async_hooks"],
  cli: [...lower, sdk, "node:http", "node:async_hooks"],
  "somewhere-new": [],
  ".": lower,
};
for (const name of observers) {
  values[name] = ["amplify", "clock", "errors", "events", "node:http", "node:async_hooks"];
}
values["prometheus"]?.push("prom-client");
values["alerts"]?.push("p-retry");
const typesToo: Record<string, readonly string[]> = {
  options: [sdk, "events", "aws-health"],
  fallback: [sdk, "events"],
  proxy: [sdk, "incident"],
  dashboard: [sdk, "incident"],
  incident: [sdk, "aws-health"],
};

interface Diagnostic {
  readonly code: string;
  readonly filename: string;
}

const root = fileURLToPath(new URL("../..", import.meta.url));
let folder = "";
let found: ReadonlySet<string> = new Set();

const write = (file: string, ...lines: readonly string[]): void => {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), `${lines.join("\n")}\n`);
};

const pathTo = (floor: string, target: string): string => {
  if (packages.includes(target)) return target;
  const up = floor === "." ? "./" : "../".repeat(floor.split("/").length);
  return `${up}${target}/thing.ts`;
};

const pairs = Object.keys(values).flatMap((floor) =>
  [...floors, ...packages]
    .filter((target) => target !== floor)
    .flatMap((target) => {
      const name = target.replaceAll(/\W/gu, "-");
      const isValueAllowed = values[floor]?.includes(target) ?? false;
      const isTypeAllowed = isValueAllowed || (typesToo[floor] ?? [sdk]).includes(target);
      const file = (kind: string): string => join("src", floor, `${kind}-of-${name}.ts`);
      return [
        { floor, target, kind: "value", isAllowed: isValueAllowed, file: file("value") },
        { floor, target, kind: "type", isAllowed: isTypeAllowed, file: file("type") },
      ];
    }),
);

const forbidden: readonly (readonly [file: string, rule: string, ...lines: string[]])[] = [
  ["src/call/date-now.ts", "no-restricted-properties", "export const at = Date.now();"],
  ["src/call/destructured-now.ts", "no-restricted-properties", "export const { now } = Date;"],
  ["src/call/hrtime.ts", "no-restricted-properties", "export const at = process.hrtime.bigint();"],
  ["src/call/new-date.ts", "no-bare-date", "export const at = new Date();"],
  ["src/call/called-date.ts", "no-bare-date", "export const at = Date();"],
  ["src/call/performance.ts", "no-restricted-globals", "export const at = performance.now();"],
  ["src/call/timer.ts", "no-restricted-globals", "export const timer = setTimeout(() => {}, 1);"],
  [
    "src/call/global-timer.ts",
    "no-restricted-globals",
    "export const t = globalThis.setInterval(() => {}, 1);",
  ],
  ["src/call/lazy.ts", "floors", 'export const lazy = () => import("opossum");'],
  ["src/call/passed-on.ts", "floors", 'export * from "eventemitter3";'],
  ["src/call/computed.ts", "floors", "export const lazy = (name: string) => import(name);"],
  ["src/testing/timer.ts", "no-restricted-imports", 'import { setTimeout } from "node:timers/promises";'],
  ["src/call/circle.ts", "no-cycle", 'import type { B } from "./other.ts";', "export type A = B | 1;"],
  ["test/only.test.ts", "no-focused-tests", "test.only('a', () => {});"],
  ["test/skip.test.ts", "no-disabled-tests", "test.skip('a', () => {});"],
  ["test/todo.test.ts", "warn-todo", "test.todo('a');"],
  ["test/sleep.test.ts", "no-restricted-globals", "setTimeout(() => {}, 1);"],
  [
    "test/sleep-too.test.ts",
    "no-restricted-imports",
    'import { setTimeout } from "node:timers/promises";',
    "await setTimeout(1);",
  ],
];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "amplify-breaker-lint-"));
  cpSync(join(root, ".oxlintrc.json"), join(folder, ".oxlintrc.json"));
  cpSync(join(root, "scripts/lint"), join(folder, "scripts/lint"), { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }');
  writeFileSync(join(folder, "tsconfig.json"), '{ "compilerOptions": { "types": [] } }');
  for (const { floor, target, kind, file } of pairs) {
    const type = kind === "type" ? "type " : "";
    write(file, `import ${type}{ Thing } from "${pathTo(floor, target)}";`, `export ${type}{ Thing };`);
  }
  for (const [file, , ...lines] of forbidden) {
    const isTest = file.startsWith("test/");
    write(file, ...(isTest ? ['import { test } from "vitest";'] : []), ...lines);
  }
  write("src/call/other.ts", 'import type { A } from "./circle.ts";', "export type B = A | 2;");
  write("src/clock/now.ts", "export const at = Date.now();", "setTimeout(() => {}, new Date().getTime());");

  const oxlint = join(root, "node_modules/oxlint/bin/oxlint");
  const { stdout } = spawnSync(process.execPath, [oxlint, "--format", "json", "src", "test"], {
    cwd: folder,
    encoding: "utf8",
    maxBuffer: 2 ** 27,
    timeout: 60_000,
  });
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly Diagnostic[] };
  found = new Set(
    diagnostics.map(({ code, filename }) => `${filename} ${/\((?:.*\/)?(.*)\)/u.exec(code)?.[1]}`),
  );
}, 60_000);

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

test.each(Object.keys(values))("src/%s imports from its floors and from no others", (floor) => {
  const own = pairs.filter((pair) => pair.floor === floor);
  const describePair = ({ kind, target }: (typeof pairs)[number]): string => `${kind} of ${target}`;
  const refused = own.filter(({ file }) => found.has(`${file} floors`));
  expect(refused.map(describePair)).toEqual(own.filter(({ isAllowed }) => !isAllowed).map(describePair));
});

test.each(forbidden.map(([file, rule]) => [file, rule] as const))("%s is refused by %s", (file, rule) => {
  expect([...found]).toContain(`${file} ${rule}`);
});

test("the clock alone may read the time", () => {
  expect([...found].filter((problem) => /src\/clock\/now\.ts no-(restricted|bare)/u.test(problem))).toEqual(
    [],
  );
});
