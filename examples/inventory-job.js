// Lists all apps and branches of an account, again and again; while Amplify is out it shows an older list, marked as such.
//
//   node examples/inventory-job.js             a table every minute, until Ctrl-C
//   node examples/inventory-job.js <token>     once, the rest of a list that broke off
//
// Run `npm ci && npm run build` once before. Region, credentials and AWS_ENDPOINT_URL_AMPLIFY come from the
// environment, as the AWS SDK reads them.

import {
  AmplifyClient,
  NotFoundException,
  paginateListApps,
  paginateListBranches,
} from "@aws-sdk/client-amplify";
import { collectPages, fallbackOf, lastKnownGood, withBreakers } from "amplify-breaker";
import { setTimeout as pause } from "node:timers/promises";

/** @typedef {import("@aws-sdk/client-amplify").App} App */
/** @typedef {import("@aws-sdk/client-amplify").ListAppsCommandOutput} AppsPage */
/** @typedef {import("@aws-sdk/client-amplify").ListBranchesCommandOutput} BranchesPage */
/** @typedef {import("amplify-breaker").PageList<AppsPage> | import("amplify-breaker").PageList<BranchesPage>} List */

const EVERY_MS = Number(process.env["INVENTORY_EVERY_MS"] ?? 60_000);

const client = withBreakers(new AmplifyClient({}), {
  fallback: lastKnownGood({ maxAgeMs: 60 * 60_000 }), // better an hour old than none
  timeout: 20_000,
});

const stop = new AbortController();
for (const name of ["SIGINT", "SIGTERM"]) process.once(name, () => stop.abort());
const options = { abortSignal: stop.signal };
// Whoever reads our table may have seen enough, as `head` does.
process.stdout.on("error", () => process.exit());

/** @param {number} ms */
function duration(ms) {
  return ms < 60_000 ? `${Math.ceil(ms / 1_000)} s` : `${Math.round(ms / 60_000)} min`;
}

/**
 * What is to be said about a list: nothing, as long as it is whole and Amplify's own.
 *
 * @param {List} list
 */
function remark(list) {
  if (!list.isComplete) return `INCOMPLETE (${nameOf(list.missing.error) ?? list.missing.reason})`;
  if (!list.isStale) return "";
  return `${duration(list.ageMs ?? 0)} OLD (${fallbackOf(list.pages[0])?.reason})`;
}

/** @param {unknown} error */
function nameOf(error) {
  return error instanceof Error ? error.name : undefined;
}

/** @param {string[]} cells */
function row(...cells) {
  const [app = "", branch = "", stage = "", note = ""] = cells;
  const columns = [cut(app, 18), cut(branch, 18), cut(stage, 11), cut(note, 30)];
  console.log(columns.join(" ").trimEnd());
}

/**
 * @param {string} text
 * @param {number} width
 */
function cut(text, width) {
  return text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);
}

/** @param {App} app */
async function showBranches({ appId, name = "" }) {
  try {
    const config = { client, pageSize: 50 };
    const branches = await collectPages(paginateListBranches, config, { appId }, options);
    for (const { branchName = "", stage = "" } of branches.items) {
      row(name, branchName, stage, branches.isStale ? remark(branches) : "");
    }
    if (!branches.isComplete) row(name, "?", "", remark(branches));
    else if (branches.items.length === 0) row(name, "-", "", remark(branches));
  } catch (error) {
    if (!(error instanceof NotFoundException)) throw error;
    row(name, "-", "", "deleted meanwhile");
  }
}

/** @param {string | undefined} startingToken */
async function takeInventory(startingToken) {
  const apps = await collectPages(paginateListApps, { client, pageSize: 50, startingToken }, {}, options);
  row("APP", "BRANCH", "STAGE", "REMARK");
  for (const app of apps.items) await showBranches(app);
  console.log([`${apps.items.length} apps`, remark(apps)].filter((part) => part !== "").join(", "));
  if (!apps.isComplete) {
    const { afterPages, resumeToken = "" } = apps.missing;
    console.log(`All after page ${afterPages} is missing. To get it, when Amplify is back:`);
    console.log(`  node examples/inventory-job.js ${resumeToken}`);
  }
  console.log();
}

const [startingToken] = process.argv.slice(2);
try {
  for (;;) {
    await takeInventory(startingToken);
    if (startingToken !== undefined) break;
    await pause(EVERY_MS, undefined, { signal: stop.signal });
  }
} catch (error) {
  if (!stop.signal.aborted) {
    console.error(String(error));
    process.exitCode = 1;
  }
}
