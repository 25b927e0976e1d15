import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { dirname, resolve } from "node:path";

/**
 * Starts `processes/NAME.ts`, beside the program that runs, as a process of its own, and waits for its first message.
 *
 * @param flags - for Node.js itself
 */
export async function startProcess(
  name: string,
  args: readonly string[] = [],
  flags: readonly string[] = [],
): Promise<{ readonly child: ChildProcess; readonly message: unknown }> {
  const folder = dirname(process.argv[1] ?? "");
  const child = fork(resolve(folder, "processes", `${name}.js`), args, { execArgv: [...flags] });
  const failed = once(child, "exit").then(([code]) => {
    throw new Error(`the process ${name} ended with ${String(code)} before it was ready`);
  });
  const [message] = (await Promise.race([once(child, "message"), failed])) as [unknown];
  failed.catch(() => {}); // it ends sometime
  return { child, message };
}
