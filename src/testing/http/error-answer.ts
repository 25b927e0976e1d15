import type { ServiceError } from "../protocol/service-error.ts";
import type { AnswerHeaders, Exchange } from "./exchange.ts";

/** What every answer of the API itself says its body is. */
export const jsonHeaders: AnswerHeaders = Object.freeze({ "content-type": "application/json" });

/** Answers with an error as AWS's REST-JSON protocol writes it: the name in a header, the rest as JSON. */
export function answerError(exchange: Exchange, error: ServiceError, headers: AnswerHeaders = {}): void {
  const body = JSON.stringify({ ...error.members, message: error.message });
  exchange.answer(error.status, { ...jsonHeaders, "x-amzn-errortype": error.name, ...headers }, body);
}
