import type { Service } from "../operations/service.ts";
import type { PresignedUse } from "../presigned-urls.ts";
import { jobStatusAt } from "../state/job-record.ts";
import type { AnswerHeaders, Exchange } from "./exchange.ts";

const textHeaders: AnswerHeaders = Object.freeze({ "content-type": "text/plain" });

/** Serves what presigned URLs stand for, as the storage service behind Amplify does: in XML where it refuses. */
export function serveTransfer(exchange: Exchange, service: Service, url: string): void {
  const check = service.urls.check(url);
  if (check.verdict === "expired") {
    answerStorageError(exchange, 403, "AccessDenied", "Request has expired");
    return;
  }
  if (check.verdict === "forged") {
    answerStorageError(exchange, 403, "SignatureDoesNotMatch", "The request signature does not match.");
    return;
  }
  const { method } = exchange.request;
  const { use, names } = check;
  if (method !== (use === "upload" ? "PUT" : "GET")) {
    answerStorageError(exchange, 405, "MethodNotAllowed", "The specified method is not allowed.");
  } else if (use === "upload") receiveUpload(exchange, service, names);
  else exchange.answer(200, textHeaders, fileText(use, names));
}

function receiveUpload(exchange: Exchange, service: Service, names: readonly string[]): void {
  const [appId = "", branchName = "", jobId = "", fileName = ""] = names;
  exchange.countBody((bytes) => {
    const job = service.store.apps.get(appId)?.branches.get(branchName)?.jobs.get(jobId);
    if (!job || jobStatusAt(job, service.clock.now()) !== "CREATED") {
      answerStorageError(exchange, 404, "NoSuchKey", "The deployment does not take uploads any more.");
      return;
    }
    job.uploads.set(fileName, bytes);
    exchange.answer(200, {}, "");
  });
}

function answerStorageError(exchange: Exchange, status: number, code: string, message: string): void {
  exchange.request.resume();
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;
  exchange.answer(status, { "content-type": "application/xml" }, body);
}

function fileText(use: Exclude<PresignedUse, "upload">, names: readonly string[]): string {
  switch (use) {
    case "artifact":
      return `simulated artifact ${names.join(" ")}\n`;
    case "build-log":
      return `simulated log of ${names.join(" ")}\n`;
    case "access-log":
      return "date,time,cs-method,cs-uri-stem,sc-status\n2026-01-01,00:00:00,GET,/,200\n";
  }
}
