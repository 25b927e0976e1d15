import { readFileSync } from "node:fs";

/** What the page consists of. */
export type PageFile = "index.html" | "page.js" | "page.css";

const folder = new URL("../../dist/dashboard/page/", import.meta.url);

/** The text of a file of the page; scripts/build.js puts the texts themselves in this file's place. */
export function readPageFile(name: PageFile): string {
  return readFileSync(new URL(name, folder), "utf8");
}
