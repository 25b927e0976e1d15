import { fileURLToPath } from "node:url";
import { startNode, type NodeProcess } from "./node-process.ts";

const main = fileURLToPath(new URL("../../../dist/cli/main.js", import.meta.url));

/** Starts `amplify-breaker` as it was built, with an environment that names no account. */
export function startCommand(argv: readonly string[], env: NodeJS.ProcessEnv = {}): NodeProcess {
  return startNode([main, ...argv], env);
}
