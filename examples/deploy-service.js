// Deploys a zip to branches of an app and, while Amplify is out, holds its place: it neither fails nor hammers.
//
//   node examples/deploy-service.js <appId> <site.zip> <branch> ...
//
// Run `npm ci && npm run build` once before. Region, credentials and AWS_ENDPOINT_URL_AMPLIFY come from the
// environment, as the AWS SDK reads them.

import {
  AmplifyClient,
  CreateBranchCommand,
  CreateDeploymentCommand,
  GetBranchCommand,
  GetJobCommand,
  NotFoundException,
  StartDeploymentCommand,
} from "@aws-sdk/client-amplify";
import { isBreakerError, withBreakers } from "amplify-breaker";
import { readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";

/** @typedef {{ appId: string, branchName: string }} Target */
/** @typedef {import("amplify-breaker").OperationName} OperationName */

const POLL_EVERY_MS = Number(process.env["POLL_EVERY_MS"] ?? 3_000);
const HOLD_AT_MOST_MS = 30 * 60_000;

// This program repeats what failed by itself, after a look; the SDK would start a deployment again without one.
const amplify = withBreakers(new AmplifyClient({ maxAttempts: 1 }), {
  consecutiveFailures: 2, // a deployer calls seldom: do not wait for five failures
  resetBackoff: { maxMs: 30_000 }, // in a long outage, one probe in half a minute
  maxWaitMs: 5_000, // branches deploy side by side: while one call probes, the others wait instead of failing
  timeout: 20_000,
});
amplify.breakers.on("open", ({ operation, cause }) => {
  console.log(`${operation} is out (${cause?.name ?? "no cause"}): holding`);
});
amplify.breakers.on("close", ({ operation, openForMs }) => {
  console.log(`${operation} is back after ${(openForMs / 1_000).toFixed(1)} s`);
});

const stop = new AbortController();
for (const name of ["SIGINT", "SIGTERM"]) process.once(name, () => stop.abort());
const abortSignal = stop.signal;

/**
 * Whether waiting helps: a breaker refused or gave up, or the request was tried and the fault is not the caller's.
 *
 * @param {unknown} error
 */
function isOutage(error) {
  if (isBreakerError(error)) return true;
  const { $fault, $metadata } =
    /** @type {Partial<import("@aws-sdk/client-amplify").AmplifyServiceException>} */ (error);
  return $fault !== "client" && ($metadata?.attempts ?? 0) > 0;
}

/** @param {OperationName} operation */
function available(operation) {
  return amplify.breakers.whenAvailable(operation, { timeoutMs: HOLD_AT_MOST_MS, signal: abortSignal });
}

/**
 * Repeats what may be repeated until Amplify has answered.
 *
 * @template Output
 * @param {OperationName} operation
 * @param {() => Promise<Output>} send
 * @returns {Promise<Output>}
 */
async function repeatedly(operation, send) {
  for (;;) {
    try {
      return await send();
    } catch (error) {
      if (!isOutage(error)) throw error;
      await available(operation);
    }
  }
}

/**
 * Makes a write that must not be made twice: after one of unknown outcome it looks first.
 *
 * @param {OperationName} operation
 * @param {() => Promise<unknown>} send
 * @param {() => Promise<boolean>} tookEffect
 */
async function once(operation, send, tookEffect) {
  for (;;) {
    try {
      await send();
      return;
    } catch (error) {
      if (!isOutage(error)) throw error;
      // Refused: certainly not sent. After a 500, a cut connection or a deadline nobody knows, so: look.
      if (isBreakerError(error) && error.outcome === "notSent") console.log(error.message);
      else if (await tookEffect()) {
        console.log(`${operation} failed, yet it took effect`);
        return;
      }
      await available(operation);
    }
  }
}

/** @param {Target} target */
async function branchExists(target) {
  try {
    await repeatedly("GetBranch", () => amplify.send(new GetBranchCommand(target), { abortSignal }));
    return true;
  } catch (error) {
    if (error instanceof NotFoundException) return false;
    throw error;
  }
}

/** @param {Target & { jobId: string }} job */
async function statusOf(job) {
  const command = new GetJobCommand(job);
  const output = await repeatedly("GetJob", () => amplify.send(command, { abortSignal }));
  return output.job?.summary?.status;
}

/**
 * @param {Target} target
 * @param {Uint8Array<ArrayBuffer>} zip
 */
async function deploy(target, zip) {
  const { branchName } = target;
  if (!(await branchExists(target))) {
    const create = new CreateBranchCommand(target);
    const send = () => amplify.send(create, { abortSignal });
    await once("CreateBranch", send, () => branchExists(target));
    console.log(`${branchName}: branch created`);
  }

  // This one is simply repeated: with a lost answer its upload URL is lost too, and what is never started does nothing.
  const create = new CreateDeploymentCommand(target);
  const { jobId = "", zipUploadUrl = "" } = await repeatedly("CreateDeployment", () =>
    amplify.send(create, { abortSignal }),
  );
  const uploaded = await fetch(zipUploadUrl, { method: "PUT", body: zip, signal: abortSignal });
  if (!uploaded.ok) throw new Error(`the upload was answered with ${uploaded.status}`);

  const job = { ...target, jobId };
  const start = new StartDeploymentCommand(job);
  const send = () => amplify.send(start, { abortSignal });
  await once("StartDeployment", send, async () => (await statusOf(job)) !== "CREATED");
  console.log(`${branchName}: deployment ${jobId} started`);

  let status = await statusOf(job);
  while (status === "CREATED" || status === "PENDING" || status === "RUNNING") {
    await pause(POLL_EVERY_MS, undefined, { signal: abortSignal });
    status = await statusOf(job);
  }
  console.log(`${branchName}: deployment ${jobId} ended: ${status}`);
  if (status !== "SUCCEED") process.exitCode = 1;
}

const [appId, file, ...branchNames] = process.argv.slice(2);
if (appId === undefined || file === undefined || branchNames.length === 0) {
  console.error("Usage: node examples/deploy-service.js <appId> <site.zip> <branch> ...");
  process.exit(2);
}

const zip = new Uint8Array(await readFile(file));
await Promise.all(
  branchNames.map(async (branchName) => {
    try {
      await deploy({ appId, branchName }, zip);
    } catch (error) {
      process.exitCode = abortSignal.aborted ? 130 : 1;
      if (abortSignal.aborted) console.log(`${branchName}: stopped`);
      else console.error(`${branchName}: ${String(error)}`);
    }
  }),
);
