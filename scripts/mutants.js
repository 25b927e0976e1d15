// Mutation testing, room by room: node scripts/mutants.js [ROOM ...]
//
// A room is a folder of src/. Its mutants meet the unit tests of the same folder of test/ and no others, which keeps the
// run short and the tests where the code is.

import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

process.chdir(fileURLToPath(new URL("..", import.meta.url)));

const rooms = ["events", "outcome", "options", "fallback", "proxy", "circuit", "call"];
const asked = process.argv.slice(2);
const unknown = asked.find((room) => !rooms.includes(room));
if (unknown !== undefined) {
  console.error(`There is no room ${unknown}; there are ${rooms.join(", ")}.`);
  process.exit(2);
}

for (const room of asked.length > 0 ? asked : rooms) {
  const { status } = spawnSync(
    "stryker",
    ["run", "--mutate", `src/${room}/**/*.ts`, "--incrementalFile", `reports/mutants/${room}.json`],
    { stdio: "inherit", env: { ...process.env, MUTANTS_ROOM: room } },
  );
  if (status !== 0) process.exitCode = 1;
}
