import type { CommandIo } from "../command-io.ts";
export async function watch(_argv: readonly string[], _io: CommandIo): Promise<number> {
  return 2;
}
