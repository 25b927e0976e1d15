import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { serve } from "../dashboard/a-dashboard.ts";

const main = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const entry = {
  id: "x",
  status: "over",
  circuit: "ListApps",
  since: "2026-11-23T03:45:31.250Z",
  durationMs: 1,
};
const report = "a line of a long report\n".repeat(40_000);

/** What a reader makes of the output of `amplify-breaker incident`, and the command's own exit code on the last line. */
async function readBy(reader: string): Promise<string[]> {
  const url = await serve((request, response) => {
    response.end(request.url === "/api/incidents" ? JSON.stringify([entry]) : report);
  });
  const script = `{ "$0" "$1" incident --url "$2"; echo "exit code $?" >&2; } | { ${reader}; }`;
  const { stdout, stderr } = await promisify(execFile)("sh", ["-c", script, process.execPath, main, url]);
  return [stdout.trim(), stderr.trim()];
}

test("nothing of a long report is lost on a reader that takes its time", { timeout: 60_000 }, async () => {
  expect(await readBy("sleep 1; wc -c")).toEqual([String(report.length), "exit code 0"]);
});

test("a reader that has seen enough is no error", { timeout: 60_000 }, async () => {
  expect(await readBy("head -n 1")).toEqual(["a line of a long report", "exit code 0"]);
});
