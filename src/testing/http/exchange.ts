import type { IncomingMessage, ServerResponse } from "node:http";
import type { CancelTimer, Clock } from "../../clock/clock.ts";
import type { RecordingRequestLog } from "../request-log.ts";
import type { OpenRequestRecord } from "../request-record.ts";

const LARGEST_BODY_BYTES = 10 * 1_024 * 1_024;

/** An answer that is cut off announces this many bytes more than it sends. */
const MISSING_BYTES = 4_096;

/** Headers to answer with, besides those every answer has. */
export type AnswerHeaders = Readonly<Record<string, string>>;

/** One request and its answer, and the record of both. */
export class Exchange {
  readonly request: IncomingMessage;
  readonly record: OpenRequestRecord;
  readonly #response: ServerResponse;
  readonly #idHeaders: AnswerHeaders;
  #cancelWait: CancelTimer | undefined;
  #isCutByUs = false;

  constructor(
    request: IncomingMessage,
    response: ServerResponse,
    record: OpenRequestRecord,
    idHeaders: AnswerHeaders,
  ) {
    this.request = request;
    this.record = record;
    this.#response = response;
    this.#idHeaders = idHeaders;
  }

  /** Notes in the log when, and how, this exchange is over. */
  watch(log: RecordingRequestLog, clock: Clock): void {
    this.#response.once("close", () => {
      this.#cancelWait?.();
      const isClosedEarly = !this.#response.writableFinished && !this.#isCutByUs;
      log.settled(this.record, clock.now(), isClosedEarly);
    });
    // What happens to the streams after the client has gone is nobody's error.
    this.request.on("error", () => {});
    this.#response.on("error", () => {});
  }

  /** Calls back with the whole body; not at all when the client leaves before. */
  readBody(onBody: (body: string) => void): void {
    const { headers } = this.request;
    if (headers["content-length"] === undefined && headers["transfer-encoding"] === undefined) {
      this.request.resume();
      onBody("");
      return;
    }
    const chunks: Buffer[] = [];
    let bytes = 0;
    this.request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= LARGEST_BODY_BYTES) chunks.push(chunk);
    });
    this.request.once("end", () => {
      if (bytes <= LARGEST_BODY_BYTES) onBody(Buffer.concat(chunks).toString("utf8"));
      else this.answer(413, {}, "");
    });
  }

  /** Calls back with the size of the body, which is not kept. */
  countBody(onEnd: (bytes: number) => void): void {
    let bytes = 0;
    this.request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
    });
    this.request.once("end", () => {
      onEnd(bytes);
    });
  }

  /** Goes on at that time, reckoned from the arrival and not from the end of the body, unless the client leaves before. */
  waitUntil(clock: Clock, atMs: number, goOn: () => void): void {
    const delayMs = atMs - clock.now();
    if (delayMs > 0) this.#cancelWait = clock.startTimer(goOn, delayMs, false);
    else goOn();
  }

  answer(status: number, headers: AnswerHeaders, body: string): void {
    if (this.#response.destroyed) return;
    this.#writeHead(status, headers, Buffer.byteLength(body));
    this.#response.end(body);
  }

  /** Sends the headers of a longer answer and a part of its body, and calls back when that has left. */
  answerPartly(status: number, headers: AnswerHeaders, part: string, onSent: () => void): void {
    if (this.#response.destroyed) return;
    this.#writeHead(status, headers, Buffer.byteLength(part) + MISSING_BYTES);
    this.#response.write(part, onSent);
  }

  /** Resets the connection, as a peer that died does. */
  reset(): void {
    this.#isCutByUs = true;
    this.request.socket.resetAndDestroy();
  }

  #writeHead(status: number, headers: AnswerHeaders, bytes: number): void {
    this.record.status = status;
    this.#response.writeHead(status, { ...this.#idHeaders, ...headers, "content-length": String(bytes) });
  }
}
