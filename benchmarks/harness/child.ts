import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";

/**
 * Starts `benchmarks/processes/NAME.ts` as a process of its own, and waits for its first message.
 *
 * @param flags - for Node.js itself
 */
export async function startProcess(
  name: string,
  args: readonly string[] = [],
  flags: readonly string[] = [],
): Promise<{ readonly child: ChildProcess; readonly message: unknown }> {
  const child = fork(resolve("benchmarks/.build/processes", `${name}.js`), args, { execArgv: [...flags] });
  const failed = once(child, "exit").then(([code]) => {
    throw new Error(`the process ${name} ended with ${String(code)} before it was ready`);
  });
  const [message] = (await Promise.race([once(child, "message"), failed])) as [unknown];
  failed.catch(() => {}); // it ends sometime
  return { child, message };
}
