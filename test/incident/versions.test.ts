import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { packageVersion, versionsOf } from "../../src/incident/versions.ts";

test("the version is that of the package", () => {
  const manifest: unknown = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8"));
  expect(manifest).toMatchObject({ version: packageVersion });
});

test("the SDK's version is told where it is known", () => {
  expect(versionsOf("3.1169.0")).toMatchObject({ sdk: "3.1169.0", node: process.version });
  expect(versionsOf(undefined)).not.toHaveProperty("sdk");
});
