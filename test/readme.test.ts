import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { breakerEventTypes } from "../src/events/event-types.ts";
import { defaultBreakerOptions } from "../src/options/default-options.ts";
import { breakerOptionRules, callOptionRules } from "../src/options/option-rules.ts";
import { resolveOptions } from "../src/options/resolve-options.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const readme = readFileSync(join(root, "README.md"), "utf8");

const { exports: entries } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  readonly exports: Readonly<Record<string, string | { readonly types: string }>>;
};
/** What can be imported, and where its types are. */
const entryPoints = Object.fromEntries(
  Object.entries(entries).flatMap(([subpath, entry]) =>
    typeof entry === "string" ? [] : [[subpath, entry]],
  ),
);

/** The rows of the table below a heading, each as its cells. */
function tableRows(heading: string): string[][] {
  const [, section = ""] = readme.split(`\n${heading}\n`);
  const [body = ""] = section.split(/\n##+ /);
  return body
    .split("\n")
    .filter((line) => line.startsWith("| "))
    .slice(2)
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()));
}

function codeNames(cells: (string | undefined)[]): string[] {
  return cells.flatMap((cell) => [...(cell ?? "").matchAll(/`(\w+)`/g)].map((match) => String(match[1])));
}

describe("the README", () => {
  test("has examples that compile against the package as it is published", () => {
    const blocks = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map((match) => String(match[1]));
    expect(blocks.length).toBeGreaterThanOrEqual(5);
    const cache = join(root, "node_modules/.cache");
    mkdirSync(cache, { recursive: true });
    const folder = mkdtempSync(join(cache, "readme-"));
    try {
      blocks.forEach((block, index) =>
        writeFileSync(join(folder, `example-${index}.ts`), `${block}\nexport {};\n`),
      );
      const paths = Object.fromEntries(
        Object.entries(entryPoints).map(([subpath, { types }]) => [
          join("amplify-breaker", subpath),
          [join(root, types)],
        ]),
      );
      // What is published must hold up to a strict user's look into it.
      const compilerOptions = { paths, rootDir: root, skipLibCheck: false };
      const config = { extends: join(root, "tsconfig.json"), compilerOptions, include: ["./*.ts"] };
      writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(config));
      const compiler = join(root, "node_modules/typescript/bin/tsc");
      const { stdout, status } = spawnSync(process.execPath, [compiler, "-p", folder], { encoding: "utf8" });
      expect(stdout).toBe("");
      expect(status).toBe(0);
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 60_000);

  test.each([
    {
      options: "option of a call",
      heading: "## Options",
      rules: callOptionRules,
      defaults: resolveOptions().forOperation("ListApps"),
    },
    {
      options: "option for all operations only",
      heading: "### For all operations only",
      rules: breakerOptionRules,
      defaults: defaultBreakerOptions,
    },
  ])("lists every $options with the default that is in force", ({ heading, rules, defaults }) => {
    const rows = tableRows(heading).map(([, name, value]) => [name?.replaceAll("`", ""), value] as const);
    expect(rows.map(([name]) => String(name)).toSorted()).toEqual(Object.keys(rules).toSorted());
    for (const [name, written] of rows) {
      const value = written?.startsWith("`") === true ? parseDefault(written.replaceAll("`", "")) : undefined;
      expect.soft((defaults as unknown as Record<string, unknown>)[String(name)], name).toEqual(value);
    }
  });

  test("lists every event", () => {
    const listed = codeNames(tableRows("## Events").map(([, names]) => names));
    expect([...listed].toSorted()).toEqual([...breakerEventTypes].toSorted());
  });
});

/** A default as the README writes it: a number with separators, a word, or an object of numbers. */
function parseDefault(written: string): unknown {
  return JSON.parse(written.replaceAll(/(\d)_(\d)/g, "$1$2").replaceAll(/(\w+):/g, '"$1":'));
}
