import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { systemClock } from "../../../src/clock/system-clock.ts";

const rules = fileURLToPath(new URL("../../../monitoring/alerts.yml", import.meta.url));

/** One of `/api/v1/alerts`. */
export interface Alert {
  readonly state: "pending" | "firing";
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** One series of `/api/v1/query`. */
interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [at: number, value: string];
}

/** A Prometheus that lives as long as the test. */
export interface PrometheusServer {
  alerts(): Promise<readonly Alert[]>;
  /** @throws Error where Prometheus does not understand the expression */
  query(expression: string): Promise<readonly Sample[]>;
}

/** Starts a Prometheus that scrapes the address once a second, with the shipped rules, which wait but two seconds. */
export async function startPrometheus(target: string): Promise<PrometheusServer> {
  const folder = mkdtempSync(join(tmpdir(), "amplify-breaker-"));
  writeFileSync(
    join(folder, "alerts.yml"),
    readFileSync(rules, "utf8").replaceAll(/\bfor: \d+m$/gmu, "for: 2s"),
  );
  writeFileSync(
    join(folder, "prometheus.yml"),
    JSON.stringify({
      global: { scrape_interval: "1s", scrape_timeout: "1s", evaluation_interval: "1s" },
      rule_files: ["alerts.yml"],
      scrape_configs: [{ job_name: "app", static_configs: [{ targets: [target] }] }],
    }),
  );
  const child = spawn(
    "prometheus",
    [
      ...["--config.file", join(folder, "prometheus.yml"), "--storage.tsdb.path", join(folder, "data")],
      ...["--web.listen-address", "127.0.0.1:0", "--log.format", "json"],
    ],
    { stdio: ["ignore", "ignore", "pipe"] },
  );
  const ended = once(child, "close");
  onTestFinished(async () => {
    child.kill("SIGKILL");
    await ended;
    rmSync(folder, { recursive: true });
  });
  const address = await new Promise<string>((resolve, reject) => {
    let log = "";
    child.once("error", reject);
    child.once("close", () => reject(new Error(`prometheus ended: ${log}`)));
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      log += text;
      const found = /"address":"(127\.0\.0\.1:(?!0")\d+)"/u.exec(log)?.[1];
      if (found !== undefined) resolve(found);
    });
  });
  return serverAt(`http://${address}/api/v1`);
}

function serverAt(api: string): PrometheusServer {
  const ask = async <Answer>(path: string): Promise<Answer> => {
    const answer = (await (await fetch(`${api}/${path}`)).json()) as { data: Answer; error?: string };
    if (answer.error !== undefined) throw new Error(`${path}: ${answer.error}`);
    return answer.data;
  };
  return {
    alerts: async () => (await ask<{ alerts: Alert[] }>("alerts")).alerts,
    query: async (expression) =>
      (await ask<{ result: Sample[] }>(`query?query=${encodeURIComponent(expression)}`)).result,
  };
}

/** Asks five times a second until the answer is more than `undefined`. */
export async function untilFound<Found>(
  what: string,
  find: () => Promise<Found | undefined>,
  deadlineMs = 30_000,
): Promise<Found> {
  const startedAt = systemClock.now();
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    if (systemClock.now() - startedAt > deadlineMs) throw new Error(`never happened: ${what}`);
    await pause(200);
  }
}

/** Traffic and questions have a pace in real time: the other side is a process of its own. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    systemClock.startTimer(resolve, ms, true);
  });
}
