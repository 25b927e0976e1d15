import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { simulate } from "../../src/cli/simulate.ts";
import { started } from "../testing/started-simulator.ts";

/** A stream that keeps what is written, and tells when a text appears. */
class Screen extends Writable {
  text = "";
  readonly #waiting: (() => void)[] = [];

  override _write(chunk: Buffer, _encoding: string, done: () => void): void {
    this.text += chunk.toString();
    for (const check of this.#waiting) check();
    done();
  }

  shows(pattern: RegExp): Promise<RegExpExecArray> {
    return new Promise((resolve) => {
      const check = () => {
        const match = pattern.exec(this.text);
        if (match) resolve(match);
      };
      this.#waiting.push(check);
      check();
    });
  }
}

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "simulate-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function script(text: string): string {
  const file = join(folder, "outage.txt");
  writeFileSync(file, text);
  return file;
}

function run(...argv: string[]) {
  const [stdout, stderr, controller] = [new Screen(), new Screen(), new AbortController()];
  const code = simulate(argv, { stdout, stderr, signal: controller.signal, env: {} });
  const stop = () => {
    controller.abort();
    return code;
  };
  return { stdout, stderr, code, stop };
}

describe("amplify-breaker simulate", () => {
  test("says where it listens and how to use it, and ends with 0 when it is stopped", async () => {
    const { stdout, stop } = run("--port", "0");
    const [, endpoint = ""] = await stdout.shows(/simulator at (http:\S+)/);
    expect(stdout.text).toContain(`aws amplify list-apps --endpoint-url ${endpoint}`);
    expect(stdout.text).toContain(`AWS_ENDPOINT_URL_AMPLIFY=${endpoint}`);
    expect((await fetch(`${endpoint}/apps`)).status).toBe(200);
    expect(await stop()).toBe(0);
    await expect(fetch(`${endpoint}/apps`)).rejects.toThrow("fetch failed");
  });

  test("begins with as many apps as are asked for", async () => {
    const { stdout, stop } = run("--port", "0", "--apps", "3");
    const [, endpoint = ""] = await stdout.shows(/simulator at (http:\S+)/);
    const { apps } = (await (await fetch(`${endpoint}/apps`)).json()) as { apps: unknown[] };
    expect(apps).toHaveLength(3);
    expect(await stop()).toBe(0);
  });

  test("plays a script, with a line for each phase", async () => {
    const file = script("healthy 1 ms, 40 % outage on List* 1 ms");
    const { stdout, stop } = run("--port", "0", "--script", file);
    await stdout.shows(/the script is over/);
    expect(stdout.text).toContain("phase: healthy, for 0.001 s\n");
    expect(stdout.text).toContain("phase: 40 % InternalFailureException on List*, for 0.001 s\n");
    expect(await stop()).toBe(0);
  });

  test("ends at once when it was stopped before it began", async () => {
    const { stdout, stop } = run("--port", "0", "--script", script("outage"));
    expect(await stop()).toBe(0);
    expect(stdout.text).toContain("phase: InternalFailureException, until stopped\n");
    expect(stdout.text).not.toContain("is over");
  });

  test("prints its usage", async () => {
    const { stdout, code } = run("--help");
    expect(await code).toBe(0);
    expect(stdout.text).toMatch(/^Usage: amplify-breaker simulate \[options\]/);
  });

  test("ends with 1 where the port is in use", async () => {
    const { port } = await started();
    const { stderr, code } = run("--port", String(port));
    expect(await code).toBe(1);
    expect(stderr.text).toContain(
      `port ${port} is in use: stop what listens there, or choose another with --port`,
    );
  });

  test("ends with 1 where it cannot listen for another reason", async () => {
    const { stderr, code } = run("--port", "0", "--host", "192.0.2.1");
    expect(await code).toBe(1);
    expect(stderr.text).toContain("cannot listen on 192.0.2.1, port 0:");
  });

  test.each<[readonly string[], string]>([
    [["--prot", "1"], "Unknown option '--prot'"],
    [["stray"], "Unexpected argument 'stray'"],
    [["--port", "http"], '--port must be a whole number from 0 to 65535, got "http"'],
    [["--port", "65536"], "--port must be a whole number from 0 to 65535"],
    [["--latency-ms", "1.5"], "--latency-ms must be a whole number"],
    [["--apps", "10001"], "--apps must be a whole number from 0 to 10000"],
    [["--seed", ""], '--seed must be a whole number from 0 to 4294967295, got ""'],
    [["--script", "/nowhere/outage.txt"], "--script /nowhere/outage.txt cannot be read: ENOENT"],
  ])("ends with 2 for %j, and says why", async (argv, message) => {
    const { stdout, stderr, code } = run(...argv);
    expect(await code).toBe(2);
    expect(stderr.text).toContain(message);
    expect(stderr.text).toContain("See amplify-breaker simulate --help.");
    expect(stdout.text).toBe("");
  });

  test("ends with 2 for a script it cannot understand, and says where", async () => {
    const file = script("healthy 5 s,\noutrage 5 s");
    const { stderr, code } = run("--script", file);
    expect(await code).toBe(2);
    expect(stderr.text).toContain(
      `--script ${file}: line 2, column 1: "outrage" is not something that can go wrong.`,
    );
  });
});
