import type { IncomingMessage, ServerResponse } from "node:http";
import { applyFault } from "../faults/apply-fault.ts";
import type { SimulatorFaults } from "../faults/faults.ts";
import type { Service } from "../operations/service.ts";
import { PRESIGNED_PREFIX } from "../presigned-urls.ts";
import type { RouteMatch, RouteTable } from "../protocol/route-table.ts";
import type { RecordingRequestLog } from "../request-log.ts";
import type { RecordedOperation } from "../request-record.ts";
import type { Ids } from "../state/ids.ts";
import { answerError, jsonHeaders } from "./error-answer.ts";
import { Exchange, type AnswerHeaders } from "./exchange.ts";
import { runOperation } from "./run-operation.ts";
import { serveTransfer } from "./transfers.ts";

/** What answers requests. */
export interface ApiServer {
  readonly service: Service;
  readonly routes: RouteTable;
  readonly faults: SimulatorFaults;
  readonly log: RecordingRequestLog;
  /** Ids of requests come from a seed of their own: how many there are must not change the ids of apps. */
  readonly requestIds: Ids;
  readonly latencyMs: number;
}

/** Receives one request and sees it through. */
export function serve(server: ApiServer, request: IncomingMessage, response: ServerResponse): void {
  const url = request.url ?? "/";
  const queryAt = url.indexOf("?");
  const path = queryAt === -1 ? url : url.slice(0, queryAt);
  if (path.startsWith(PRESIGNED_PREFIX)) {
    const operation = request.method === "PUT" ? "Upload" : "Download";
    const exchange = receive(server, path, operation, [request, response]);
    server.log.announce(exchange.record);
    serveTransfer(exchange, server.service, url);
    return;
  }
  const match = server.routes.find(request.method ?? "", path);
  const exchange = receive(server, path, match?.route.operation ?? "Unknown", [request, response]);
  serveOperation(server, exchange, match, queryAt === -1 ? "" : url.slice(queryAt));
}

function serveOperation(
  { service, faults, log, latencyMs }: ApiServer,
  exchange: Exchange,
  match: RouteMatch | undefined,
  search: string,
): void {
  const { fault, delayMs } = faults.judge(exchange.record.operation);
  exchange.record.fault = fault;
  exchange.readBody((body) => {
    const early = fault?.applied ? runOperation(match, search, body, service) : undefined;
    log.announce(exchange.record);
    exchange.waitUntil(service.clock, exchange.record.atMs + latencyMs + delayMs, () => {
      if (fault !== undefined && fault.kind !== "latency" && fault.kind !== "refuse") {
        applyFault(fault, exchange, match?.route);
        return;
      }
      const outcome = early ?? runOperation(match, search, body, service);
      if ("error" in outcome) answerError(exchange, outcome.error);
      else exchange.answer(200, jsonHeaders, outcome.json);
    });
  });
}

function receive(
  { service, log, requestIds }: ApiServer,
  path: string,
  operation: RecordedOperation,
  [request, response]: readonly [IncomingMessage, ServerResponse],
): Exchange {
  const requestId = requestIds.uuid();
  const attempts = /attempt=(\d+)(?:; ?max=(\d+))?/.exec(header(request, "amz-sdk-request") ?? "");
  const record = log.arrived({
    operation,
    method: request.method ?? "",
    path,
    atMs: service.clock.now(),
    epochMs: service.clock.epochMs(),
    requestId,
    invocationId: header(request, "amz-sdk-invocation-id"),
    attempt: wholeNumber(attempts?.[1]),
    maxAttempts: wholeNumber(attempts?.[2]),
  });
  const exchange = new Exchange(request, response, record, idHeaders(requestId));
  exchange.watch(log, service.clock);
  return exchange;
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

function wholeNumber(text: string | undefined): number | undefined {
  return text === undefined ? undefined : Number(text);
}

/** The ids a real front door adds; all of one request are made of one, so that any of them finds its record. */
function idHeaders(requestId: string): AnswerHeaders {
  const digits = requestId.replaceAll("-", "");
  return {
    "x-amzn-requestid": requestId,
    "x-amz-apigw-id": `${digits.slice(0, 15)}=`,
    "x-amz-id-2": `${digits}${digits}=`,
    "x-amz-cf-id": `cf${digits}==`,
  };
}
