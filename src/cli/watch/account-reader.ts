import {
  ListAppsCommand,
  ListBranchesCommand,
  ListJobsCommand,
  type AmplifyClient,
  type App,
} from "@aws-sdk/client-amplify";
import type { Clock } from "../../clock/clock.ts";

/** How many apps are looked into. */
const FEW_APPS = 3;

/** What came of the calls of one operation in a round. */
export interface RoundEntry {
  readonly operation: string;
  readonly calls: number;
  readonly answered: number;
  /** The longest of them. */
  readonly longestMs: number;
}

/** Looks at an account again and again, with reads only. */
export class AccountReader {
  readonly #client: AmplifyClient;
  readonly #clock: Clock;
  readonly #signal: AbortSignal;
  #apps: readonly App[] = [];

  constructor(client: AmplifyClient, clock: Clock, signal: AbortSignal) {
    this.#client = client;
    this.#clock = clock;
    this.#signal = signal;
  }

  /** ListApps, then ListBranches and ListJobs of the first few apps; of those known before where ListApps fails. */
  async round(): Promise<readonly RoundEntry[]> {
    const entries = new Map<string, RoundEntry>();
    const apps = await this.#call(entries, "ListApps", (options) =>
      this.#client.send(new ListAppsCommand({}), options),
    );
    this.#apps = apps?.apps ?? this.#apps;
    for (const { appId, productionBranch } of this.#apps.slice(0, FEW_APPS)) {
      const branches = await this.#call(entries, "ListBranches", (options) =>
        this.#client.send(new ListBranchesCommand({ appId }), options),
      );
      const branchName = branches?.branches?.[0]?.branchName ?? productionBranch?.branchName;
      if (branchName === undefined) continue;
      await this.#call(entries, "ListJobs", (options) =>
        this.#client.send(new ListJobsCommand({ appId, branchName }), options),
      );
    }
    return [...entries.values()];
  }

  async #call<Output>(
    entries: Map<string, RoundEntry>,
    operation: string,
    send: (options: { abortSignal: AbortSignal }) => Promise<Output>,
  ): Promise<Output | undefined> {
    if (this.#signal.aborted) return undefined;
    const startMs = this.#clock.now();
    // A signal of its own for each call: what the SDK hangs on it goes with it.
    const output = await send({ abortSignal: AbortSignal.any([this.#signal]) }).catch(() => undefined);
    const before = entries.get(operation) ?? { calls: 0, answered: 0, longestMs: 0 };
    entries.set(operation, {
      operation,
      calls: before.calls + 1,
      answered: before.answered + (output === undefined ? 0 : 1),
      longestMs: Math.max(before.longestMs, this.#clock.now() - startMs),
    });
    return output;
  }
}
