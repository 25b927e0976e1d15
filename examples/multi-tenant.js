// An HTTP server that makes a client for each request; what one request finds out about Amplify, all of its tenant know.
//
//   node examples/multi-tenant.js [<port>]     then: curl -i http://127.0.0.1:8080/tenants/acme/apps
//
// Run `npm ci && npm run build` once before. Region, credentials and AWS_ENDPOINT_URL_AMPLIFY come from the
// environment, as the AWS SDK reads them. What the circuits know is kept in BREAKERS_FILE over a restart.

import {
  AmplifyClient,
  AmplifyServiceException,
  ListAppsCommand,
  ListBranchesCommand,
} from "@aws-sdk/client-amplify";
import { createBreakers, isCallTimeoutError, isCapacityError, isCircuitOpenError } from "amplify-breaker";
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";

/** @typedef {import("amplify-breaker").BreakersSnapshot} BreakersSnapshot */
/** @typedef {{ status: number, body: unknown, headers?: Record<string, string> }} Answer */

const BREAKERS_FILE = process.env["BREAKERS_FILE"] ?? "breakers.json";

const breakers = createBreakers({
  timeout: 10_000,
  coalesce: true, // ten who ask for the same list at once cost one request
  capacity: 10, // one tenant's rush leaves sockets to the others: ten calls at a time for each operation, …
  queue: { size: 20, maxWaitMs: 2_000 }, // … and twenty that wait
});
breakers.on("open", ({ operation, scope, cause }) => {
  console.log(`${scope}: ${operation} is out (${cause?.name ?? "no cause"})`);
});
breakers.on("close", ({ operation, scope, openForMs }) => {
  console.log(`${scope}: ${operation} is back after ${(openForMs / 1_000).toFixed(1)} s`);
});

// All clients share these sockets. None of them is destroyed: that would cut the requests of others.
const poolOwner = new AmplifyClient({});
const { requestHandler } = poolOwner.config;

/**
 * @param {string} tenant
 * @param {string | undefined} appId
 * @param {AbortSignal} abortSignal
 * @returns {Promise<Answer>}
 */
async function list(tenant, appId, abortSignal) {
  // Here you would pass the tenant's own credentials.
  const amplify = breakers.protect(new AmplifyClient({ requestHandler }), { scope: tenant });
  try {
    if (appId === undefined) {
      const { apps = [] } = await amplify.send(new ListAppsCommand({}), { abortSignal });
      return { status: 200, body: apps.map(({ name }) => name) };
    }
    const { branches = [] } = await amplify.send(new ListBranchesCommand({ appId }), { abortSignal });
    return { status: 200, body: branches.map(({ branchName }) => branchName) };
  } catch (error) {
    return answerFor(error);
  }
}

/**
 * @param {unknown} error
 * @returns {Answer}
 */
function answerFor(error) {
  const body = String(error);
  if (isCircuitOpenError(error)) return { status: 503, body, headers: retryAfter(error.retryAfterMs) };
  if (isCapacityError(error)) return { status: 503, body, headers: retryAfter(1_000) };
  if (isCallTimeoutError(error)) return { status: 504, body };
  const isCallersFault = error instanceof AmplifyServiceException && error.$fault === "client";
  return { status: isCallersFault ? (error.$metadata.httpStatusCode ?? 400) : 502, body };
}

/**
 * @param {number} ms - Infinity where somebody took the circuit out of service: then nobody knows
 * @returns {Record<string, string>}
 */
function retryAfter(ms) {
  return ms === Infinity ? {} : { "Retry-After": String(Math.max(1, Math.ceil(ms / 1_000))) };
}

/** Goes on from what the process before this one knew. */
function restore() {
  if (!existsSync(BREAKERS_FILE)) return;
  try {
    const kept = /** @type {BreakersSnapshot} */ (JSON.parse(readFileSync(BREAKERS_FILE, "utf8")));
    breakers.restore(kept);
  } catch (error) {
    console.error(`${BREAKERS_FILE} is of no use: ${String(error)}`);
  }
  for (const { name, scope, state } of breakers) console.log(`${scope}: ${name} was ${state}`);
}

const server = createServer((request, response) => {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  const [, tenant, appId] = /^\/tenants\/(\w+)\/apps(?:\/(\w+)\/branches)?$/.exec(request.url ?? "") ?? [];
  const nothingThere = Promise.resolve({ status: 404, body: "try /tenants/acme/apps" });
  void (tenant === undefined ? nothingThere : list(tenant, appId, gone.signal)).then((answer) => {
    const { status, body, headers } = /** @type {Answer} */ (answer);
    response.writeHead(status, { "Content-Type": "application/json", ...headers });
    response.end(`${JSON.stringify(body)}\n`);
  });
});

restore();
server.listen(Number(process.argv[2] ?? 8080), "127.0.0.1");
await once(server, "listening");
console.log(
  `Listening on port ${/** @type {import("node:net").AddressInfo} */ (server.address()).port}; Ctrl-C stops it`,
);

await Promise.race([once(process, "SIGINT"), once(process, "SIGTERM")]);
console.log("Stopping: requests under way are answered first");
server.close();
await once(server, "close");
writeFileSync(BREAKERS_FILE, JSON.stringify(breakers.snapshot()));
breakers.shutdown();
poolOwner.destroy();
console.log(`Stopped; the circuits are kept in ${BREAKERS_FILE}`);
