import { statSync } from "node:fs";
import { Session } from "node:inspector";
import { isAbsolute } from "node:path";
import { fileURLToPath } from "node:url";
import type { LoadedFile } from "./import-cost.ts";

/** Sees every JavaScript file this process loads, whether by `import` or `require`: V8 itself reports what it parses. */
export class LoadedFiles {
  readonly #session = new Session();
  #paths = new Set<string>();

  constructor() {
    this.#session.connect();
    this.#session.on("Debugger.scriptParsed", ({ params }) => {
      const path = pathOf(params.url);
      if (path !== undefined) this.#paths.add(path);
    });
    this.#session.post("Debugger.enable");
    this.take(); // reported at once: what had been loaded before
  }

  /** The files loaded since this was last asked for. */
  take(): LoadedFile[] {
    const paths = [...this.#paths];
    this.#paths = new Set();
    return paths.map((path) => ({ path, bytes: statSync(path).size }));
  }

  stop(): void {
    this.#session.disconnect();
  }
}

/** Neither Node.js's own modules nor code without a file. */
function pathOf(url: string): string | undefined {
  if (url.startsWith("file:")) return fileURLToPath(url);
  return isAbsolute(url) ? url : undefined;
}
