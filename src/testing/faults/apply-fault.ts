import { answerError, jsonHeaders } from "../http/error-answer.ts";
import type { AnswerHeaders, Exchange } from "../http/exchange.ts";
import { encodeMistyped } from "../protocol/encode-output.ts";
import type { Route } from "../protocol/route-table.ts";
import { ServiceError } from "../protocol/service-error.ts";
import type { Fault } from "./fault.ts";

const CUT_OFF_JSON = '{"message":"Internal fail';
const htmlHeaders: AnswerHeaders = Object.freeze({ "content-type": "text/html", server: "CloudFront" });

const reasons: Readonly<Record<number, string>> = {
  200: "OK",
  502: "Bad Gateway",
  503: "Service Temporarily Unavailable",
  504: "Gateway Time-out",
};

/** What a fault strikes: latency only delays, and a refused connection brings no request. */
export type StrikingFault = Exclude<Fault, { kind: "latency" | "refuse" }>;

/** Does to a request what the fault says. */
export function applyFault(fault: StrikingFault, exchange: Exchange, route: Route | undefined): void {
  const headers: AnswerHeaders =
    fault.retryAfterSeconds === undefined ? {} : { "retry-after": String(fault.retryAfterSeconds) };
  switch (fault.kind) {
    case "error":
      answerError(exchange, new ServiceError(fault.error, fault.message, fault.members), headers);
      break;
    case "throttling":
      answerError(exchange, rateExceeded(exchange.record.operation), headers);
      break;
    case "hang":
      break;
    case "reset":
      applyReset(fault, exchange, headers);
      break;
    case "stall":
      answerCutOff(fault.status ?? 200, exchange, headers, () => {});
      break;
    case "html":
      answerHtml(fault.status ?? 503, exchange, headers);
      break;
    case "empty":
      exchange.answer(fault.status ?? 500, headers, "");
      break;
    case "malformed":
      exchange.answer(fault.status ?? 200, { ...jsonHeaders, ...headers }, CUT_OFF_JSON);
      break;
    case "mistyped":
      exchange.answer(200, { ...jsonHeaders, ...headers }, route ? encodeMistyped(route.output) : "[]");
      break;
    case "response":
      exchange.answer(fault.status, { ...jsonHeaders, ...headers, ...fault.headers }, bodyText(fault.body));
      break;
  }
}

/** Amplify's words, under the name of a bad request: https://github.com/aws-amplify/amplify-hosting/issues/3748 */
function rateExceeded(operation: string): ServiceError {
  const message = `Rate exceeded while calling ${operation}, please slow down`;
  return new ServiceError("BadRequestException", message);
}

function applyReset(
  fault: Extract<Fault, { kind: "reset" }>,
  exchange: Exchange,
  headers: AnswerHeaders,
): void {
  const reset = () => {
    exchange.reset();
  };
  if (fault.during !== "body") reset();
  // A turn later, so that what was written has left the process when the connection goes down.
  else answerCutOff(fault.status ?? 200, exchange, headers, () => setImmediate(reset));
}

function answerCutOff(status: number, exchange: Exchange, headers: AnswerHeaders, onSent: () => void): void {
  const errorHeader = status >= 500 ? { "x-amzn-errortype": "InternalFailureException" } : {};
  const all = { ...jsonHeaders, ...errorHeader, ...headers };
  exchange.answerPartly(status, all, CUT_OFF_JSON, onSent);
}

function answerHtml(status: number, exchange: Exchange, headers: AnswerHeaders): void {
  const title = `${status} ${reasons[status] ?? "Error"}`;
  const page = `<html>\r\n<head><title>${title}</title></head>\r\n<body><center><h1>${title}</h1></center></body>\r\n</html>\r\n`;
  exchange.answer(status, { ...htmlHeaders, ...headers }, page);
}

function bodyText(body: string | Readonly<Record<string, unknown>> = ""): string {
  return typeof body === "string" ? body : JSON.stringify(body);
}
