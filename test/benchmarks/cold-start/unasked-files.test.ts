import { describe, expect, test } from "vitest";
import { unaskedFiles } from "../../../benchmarks/cold-start/unasked-files.ts";

const root = "/home/me/package";
const index = { path: `${root}/dist/index.js`, text: 'export * from "./chunks/chunk-A.js";\n' };

describe("files that an import had no business to load", () => {
  test("are none with the package's own code, nor its dependencies", () => {
    const chunk = { path: `${root}/dist/chunks/chunk-A.js`, text: "// src/call/call.ts\nsend();\n" };
    const opossum = { path: `${root}/node_modules/opossum/lib/circuit.js`, text: "" };
    expect(unaskedFiles([index, chunk, opossum], root)).toEqual([]);
  });

  test.each([
    [
      "with code of a subpath in it",
      "dist/chunks/chunk-B.js",
      "// src/clock/clock.ts\n// src/testing/simulator.ts\n",
    ],
    ["with code of the command in it", "dist/chunks/chunk-C.js", "// src/cli/main.ts\n"],
    ["of a package that is no dependency", "node_modules/opossum-prometheus/index.js", ""],
    ["of the SDK", "node_modules/@aws-sdk/client-amplify/dist-cjs/index.js", ""],
    ["outside dist", "src/index.ts", ""],
  ])("are those %s", (_, path, text) => {
    const file = { path: `${root}/${path}`, text };
    expect(unaskedFiles([index, file], root)).toEqual([file.path]);
  });
});
