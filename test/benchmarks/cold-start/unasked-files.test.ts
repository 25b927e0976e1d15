import { describe, expect, test } from "vitest";
import { unaskedFiles } from "../../../benchmarks/cold-start/unasked-files.ts";

const root = "/home/me/package";

describe("files that an import had no business to load", () => {
  test("are none of the package's own nor of its dependencies", () => {
    const paths = [
      `${root}/dist/index.js`,
      `${root}/dist/circuit/circuit.js`,
      `${root}/node_modules/opossum/lib/circuit.js`,
    ];
    expect(unaskedFiles(paths, root)).toEqual([]);
  });

  test.each([
    ["a subpath", `${root}/dist/testing/index.js`],
    ["the command", `${root}/dist/cli/main.js`],
    ["a package that is no dependency", `${root}/node_modules/opossum-prometheus/index.js`],
    ["the SDK", `${root}/node_modules/@aws-sdk/client-amplify/dist-cjs/index.js`],
    ["anything outside dist", `${root}/src/index.ts`],
  ])("are those of %s", (_, path) => {
    expect(unaskedFiles([`${root}/dist/index.js`, path], root)).toEqual([path]);
  });
});
