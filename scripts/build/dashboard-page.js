import { build } from "esbuild";
import { cpSync, readFileSync } from "node:fs";

const source = "src/dashboard/page";
const built = "dist/dashboard/page";
const files = ["index.html", "page.js", "page.css"];

/** Bundles the dashboard's page, with the chart library and its license, for the browsers of two years ago and younger. */
export async function buildPage() {
  const license = readFileSync("node_modules/uplot/LICENSE", "utf8").trim();
  const notice = `/*! Contains uPlot (https://github.com/leeoniya/uPlot)\n\n${license}\n*/`;
  await build({
    entryPoints: [`${source}/page.ts`, `${source}/page.css`],
    outdir: built,
    bundle: true,
    minify: true,
    platform: "browser",
    format: "esm",
    target: ["es2022", "chrome120", "firefox121", "safari17.2"],
    banner: { js: notice, css: notice },
    tsconfig: `${source}/tsconfig.json`,
    logLevel: "warning",
  });
  cpSync(`${source}/index.html`, `${built}/index.html`);
}

/**
 * Puts the page's texts in the place of the file that reads them, so that they are found wherever the code ends up.
 *
 * @type {import("esbuild").Plugin}
 */
export const embedPage = {
  name: "embed-page",
  setup(bundler) {
    // Without the flag "u", which esbuild does not know.
    bundler.onLoad({ filter: /[\\/]dashboard[\\/]page-files\.ts$/ }, () => {
      const texts = Object.fromEntries(files.map((file) => [file, readFileSync(`${built}/${file}`, "utf8")]));
      return {
        contents: `const texts = ${JSON.stringify(texts)};\nexport const readPageFile = (name) => texts[name];`,
      };
    });
  },
};
