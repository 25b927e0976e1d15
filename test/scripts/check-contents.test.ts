import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { checkContents } from "../../scripts/package/check-contents.js";

const manifest = JSON.stringify({
  exports: {
    ".": { types: "./dist/index.d.ts", default: "./dist/index.js" },
    "./package.json": "./package.json",
  },
  bin: { tool: "dist/index.js" },
});
const wanted = ["package.json", "README.md", "CHANGELOG.md", "LICENSE", "dist/index.js", "dist/index.d.ts"];

/** A folder with those files, each with its text, and a lock file of packages. */
function aPackage(files: Readonly<Record<string, string>>, packages: object = {}): string {
  const root = mkdtempSync(join(tmpdir(), "contents-"));
  onTestFinished(() => rmSync(root, { recursive: true }));
  mkdirSync(join(root, "dist"));
  for (const file of wanted) writeFileSync(join(root, file), "");
  writeFileSync(join(root, "package.json"), manifest);
  for (const [file, text] of Object.entries(files)) writeFileSync(join(root, file), text);
  writeFileSync(join(root, "package-lock.json"), JSON.stringify({ packages }));
  return root;
}

test("a package of what belongs there is in order", () => {
  const root = aPackage({ "dist/index.js.map": "{}" }, { "": {}, "node_modules/opossum": {} });
  expect(checkContents(root, [...wanted, "dist/index.js.map"])).toEqual([]);
});

test("a file that must not be published, or is missing, is named", () => {
  const root = aPackage({ ".env": "" });
  expect(checkContents(root, [...wanted.slice(1), ".env"])).toEqual([
    ".env must not be published",
    "package.json is missing",
    "package.json is missing",
  ]);
});

test("a file that package.json leads to is missed where it is not there", () => {
  const files = wanted.filter((file) => !file.startsWith("dist/"));
  expect(checkContents(aPackage({}), files)).toEqual(
    expect.arrayContaining(["dist/index.d.ts is missing", "dist/index.js is missing"]),
  );
});

test("a file that names a folder of the machine is named", () => {
  const root = aPackage({ "dist/index.js": `// ${homedir()}/src/index.ts` });
  expect(checkContents(root, wanted)).toEqual([`dist/index.js names a folder of this machine: ${homedir()}`]);
});

test("a run-time dependency that runs a script when it is installed is named, and no other", () => {
  const packages = {
    "node_modules/esbuild": { dev: true, hasInstallScript: true },
    "node_modules/evil": { hasInstallScript: true },
  };
  expect(checkContents(aPackage({}, packages), wanted)).toEqual([
    "node_modules/evil runs a script when it is installed",
  ]);
});
