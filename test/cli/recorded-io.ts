import { Writable } from "node:stream";
import type { CommandIo } from "../../src/cli/command-io.ts";

/** A stream that keeps what is written, and tells when a text appears. */
export class Screen extends Writable {
  text = "";
  readonly isTTY: boolean;
  readonly columns: number;
  readonly rows: number;
  readonly #checks = new Set<() => void>();

  constructor(size?: { readonly columns: number; readonly rows: number }) {
    super();
    this.isTTY = size !== undefined;
    this.columns = size?.columns ?? 0;
    this.rows = size?.rows ?? 0;
  }

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    for (const check of this.#checks) check();
    done();
  }

  shows(pattern: RegExp): Promise<void> {
    return new Promise((resolve) => {
      const check = (): void => {
        if (!pattern.test(this.text)) return;
        this.#checks.delete(check);
        resolve();
      };
      this.#checks.add(check);
      check();
    });
  }
}

/** A world for a command, and what it did there. */
export function recordIo(
  env: CommandIo["env"] = {},
  size?: { readonly columns: number; readonly rows: number },
): { io: CommandIo; stdout: Screen; stderr: Screen; stop: (reason?: string) => void } {
  const [stdout, stderr, controller] = [new Screen(size), new Screen(), new AbortController()];
  const io: CommandIo = { stdout, stderr, signal: controller.signal, env };
  return { io, stdout, stderr, stop: (reason = "SIGINT") => controller.abort(reason) };
}
