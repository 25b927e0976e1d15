import { createServer } from "node:http";
import { FaultBoard } from "./faults/fault-board.ts";
import { SimulatorFaults, type Faults } from "./faults/faults.ts";
import { serve } from "./http/api-server.ts";
import { Listener } from "./http/listener.ts";
import type { Service } from "./operations/service.ts";
import { PresignedUrls } from "./presigned-urls.ts";
import { buildRouteTable } from "./protocol/route-table.ts";
import { deriveSeed } from "./random.ts";
import { RecordingRequestLog, type RequestLog } from "./request-log.ts";
import {
  resolveSimulatorOptions,
  type ResolvedSimulatorOptions,
  type SimulatorOptions,
} from "./simulator-options.ts";
import { createSimulatorState, type SimulatorState } from "./simulator-state.ts";
import { createIds } from "./state/ids.ts";
import { Store } from "./state/store.ts";

/** What the one seed is used for, each use with numbers of its own. */
const seedUses = { ids: 0, requestIds: 1, faults: 2 } as const;

/** A running simulator. */
export interface AmplifySimulator {
  /** Where to point a client: `http://127.0.0.1:` and the port. */
  readonly endpoint: string;
  readonly port: number;
  /** What goes wrong. */
  readonly faults: Faults;
  /** What arrived. */
  readonly requests: RequestLog;
  /** What the account holds. */
  readonly state: SimulatorState;
  /** Stops listening and cuts all connections; closing twice does nothing. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}

/**
 * Starts an HTTP server that speaks Amplify's protocol, for any AWS SDK or the AWS CLI to be pointed at.
 *
 * All operations work on one account in memory; credentials are not looked at.
 *
 * @throws TypeError or RangeError (as a rejection) naming the option that is wrong
 * @throws Error (as a rejection) with code EADDRINUSE when the port is taken
 *
 * @example
 * ```ts
 * await using simulator = await startAmplifySimulator({ seedApps: 3 });
 * const client = new AmplifyClient({
 *   endpoint: simulator.endpoint,
 *   region: "us-east-1",
 *   credentials: { accessKeyId: "any", secretAccessKey: "any" },
 * });
 * simulator.faults.inject({ kind: "error", error: "InternalFailureException", operations: "ListApps" });
 * await client.send(new ListAppsCommand({})); // throws InternalFailureException
 * ```
 */
export async function startAmplifySimulator(options: SimulatorOptions = {}): Promise<AmplifySimulator> {
  const resolved = resolveSimulatorOptions(options);
  const { clock, seed } = resolved;
  const service = createService(resolved);
  const server = createServer({ requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0 });
  const listener = new Listener(server, resolved.host, resolved.port);
  const board = new FaultBoard(clock, deriveSeed(seed, seedUses.faults), (isRefusing) => {
    listener.refuse(isRefusing);
  });
  const faults = new SimulatorFaults(board, clock, () => listener.settled());
  const log = new RecordingRequestLog(resolved.recordLimit);
  const requestIds = createIds(deriveSeed(seed, seedUses.requestIds));
  const api = { service, faults, log, requestIds, routes: buildRouteTable(), latencyMs: resolved.latencyMs };
  server.on("request", (request, response) => {
    serve(api, request, response);
  });
  const state = createSimulatorState(service);
  seedApps(state, resolved);
  await listener.open();
  const endpoint = `http://${hostInUrl(resolved.host)}:${listener.port}`;
  service.urls.origin = endpoint;
  const close = async () => {
    faults.close();
    await listener.close();
    log.close();
  };
  return {
    endpoint,
    port: listener.port,
    faults,
    requests: log,
    state,
    close,
    [Symbol.asyncDispose]: close,
  };
}

function createService(options: ResolvedSimulatorOptions): Service {
  const { clock, seed, presignedUrlLifetimeMs } = options;
  const secret = `simulator ${seed}`;
  return {
    store: new Store(),
    clock,
    ids: createIds(deriveSeed(seed, seedUses.ids)),
    urls: new PresignedUrls(secret, presignedUrlLifetimeMs, () => clock.epochMs()),
    quotas: options.quotas,
    jobTimeline: options.jobs,
    domainReadyMs: options.domainReadyMs,
    region: options.region,
    accountId: options.accountId,
    secret,
  };
}

function seedApps(state: SimulatorState, { seedApps: apps }: ResolvedSimulatorOptions): void {
  if (typeof apps === "number") for (let count = 0; count < apps; count += 1) state.addApp();
  else for (const app of apps) state.addApp(app);
}

/** An address a client can be pointed at: nobody connects to "all interfaces". */
function hostInUrl(host: string): string {
  if (host === "0.0.0.0") return "127.0.0.1";
  if (host === "::") return "[::1]";
  return host.includes(":") ? `[${host}]` : host;
}
