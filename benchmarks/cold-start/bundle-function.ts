import { build } from "esbuild";
import { resolve } from "node:path";
import { sdk, type Imported } from "./imported.ts";

/** A function's code with all it needs in one file, as it is deployed. */
export interface FunctionBundle {
  readonly name: string;
  readonly path: string;
  readonly bytes: number;
}

/** Bundles a module that uses the SDK's client and what is imported beside it. */
export async function bundleFunction({ name, specifier }: Imported): Promise<FunctionBundle> {
  const lines = [sdk, ...(specifier === undefined ? [] : [specifier])].map(
    (from, index) => `import * as used${index} from ${JSON.stringify(from)};\nuse(used${index});`,
  );
  const path = resolve("benchmarks/.build/cold-start", `${name.replaceAll(/\W+/g, "-")}.cjs`);
  const { metafile } = await build({
    // Everything that is exported counts as used: nothing is left out that a program might need.
    stdin: {
      contents: `${lines.join("\n")}\nfunction use(all) { globalThis.used = all; }`,
      resolveDir: resolve("."),
    },
    outfile: path,
    bundle: true,
    minify: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    metafile: true,
    logLevel: "error",
  });
  const [output] = Object.values(metafile.outputs);
  return { name, path, bytes: output?.bytes ?? Number.NaN };
}
