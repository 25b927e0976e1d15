import { startProcess } from "../harness/child.ts";
import type { ImportCost, Reading } from "./import-cost.ts";

/** Imports these one after the other in a new process; what each cost. */
export async function importInProcess(
  reading: Reading,
  specifiers: readonly string[],
): Promise<readonly ImportCost[]> {
  const flags = reading === "heap" ? ["--expose-gc"] : [];
  const { message } = await startProcess("cold-import", [reading, ...specifiers], flags);
  return message as readonly ImportCost[];
}
