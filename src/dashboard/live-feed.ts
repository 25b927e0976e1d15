import type { ServerResponse } from "node:http";
import type { CancelTimer, Clock } from "../clock/clock.ts";
import { tellOnce } from "./tell-once.ts";
import type { View } from "./view.ts";

/** How often viewers hear what changed. */
const tickMs = 1_000;
/** A viewer that has so many bytes still to read is too slow, and dropped; its page connects again and starts anew. */
const mostUnreadBytes = 4_000_000;
/** So many viewers at once. */
const mostViewers = 200;

/**
 * Sends what changed to all viewers by server-sent events: put together once a tick, whatever their number, and only
 * while there are any.
 */
export class LiveFeed {
  readonly #view: View;
  readonly #clock: Clock;
  readonly #tell: (error: unknown) => void = tellOnce("The dashboard could not be brought up to date");
  readonly #viewers = new Set<ServerResponse>();
  #cancelTimer: CancelTimer | undefined;
  #snapshot: { readonly text: string; readonly at: number } | undefined;

  constructor(view: View, clock: Clock) {
    this.#view = view;
    this.#clock = clock;
  }

  /** Whether there is room for one viewer more. */
  get hasRoom(): boolean {
    return this.#viewers.size < mostViewers;
  }

  /** Everything as JSON, made at most once a tick however many ask. */
  snapshotText(): string {
    const now = this.#clock.now();
    const known = this.#snapshot;
    if (known !== undefined && now - known.at < tickMs) return known.text;
    const text = JSON.stringify(this.#view.snapshot());
    this.#snapshot = { text, at: now };
    return text;
  }

  /** Sends everything, and what changes from then on; the response's head was written before. */
  add(response: ServerResponse): void {
    // What changed before the first viewer came is in its snapshot. To later ones a change may be told twice, in the
    // snapshot and after it: changes say what is, not what to add, so that hurts nobody.
    if (this.#viewers.size === 0) {
      this.#view.changes();
      this.#snapshot = undefined;
    }
    this.#viewers.add(response);
    response.once("close", () => this.#remove(response));
    response.on("error", () => this.#remove(response));
    this.#send(response, message("snapshot", this.snapshotText()));
    this.#cancelTimer ??= this.#clock.startTimer(() => this.#tick(), tickMs, false);
  }

  close(): void {
    for (const viewer of [...this.#viewers]) {
      this.#remove(viewer);
      viewer.end();
    }
  }

  #tick(): void {
    this.#cancelTimer = undefined;
    this.#tellChanges();
    if (this.#viewers.size > 0) this.#cancelTimer = this.#clock.startTimer(() => this.#tick(), tickMs, false);
  }

  #tellChanges(): void {
    try {
      // A newcomer must not be given a snapshot that is older than the last changes.
      this.#snapshot = undefined;
      const text = message("changes", JSON.stringify(this.#view.changes()));
      for (const viewer of [...this.#viewers]) this.#send(viewer, text);
    } catch (error) {
      this.#tell(error);
    }
  }

  #send(viewer: ServerResponse, text: Buffer): void {
    if (viewer.writableLength > mostUnreadBytes) {
      this.#remove(viewer);
      viewer.destroy();
    } else viewer.write(text);
  }

  #remove(viewer: ServerResponse): void {
    this.#viewers.delete(viewer);
    if (this.#viewers.size > 0) return;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }
}

/** As bytes, so that they are made from the text once, not once for each viewer. */
function message(event: string, json: string): Buffer {
  return Buffer.from(`event: ${event}\ndata: ${json}\n\n`);
}
