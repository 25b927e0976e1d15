import type { AmplifyClient } from "@aws-sdk/client-amplify";
import { isCircuitOpenError } from "../../index.ts";
import type { LastLists } from "./last-lists.ts";
import type { Stopwatch } from "./stopwatch.ts";
import { Tally, type CallOutcome } from "./tally.ts";

/** Makes calls through one client, and keeps book of what became of them. */
export class Caller {
  readonly client: AmplifyClient;
  readonly lists: LastLists;
  readonly tally: Tally = new Tally();
  readonly #stopwatch: Stopwatch;

  constructor(client: AmplifyClient, lists: LastLists, stopwatch: Stopwatch) {
    this.client = client;
    this.lists = lists;
    this.#stopwatch = stopwatch;
  }

  /** Amplify's answer, or a fallback's; undefined where there is none. Never rejects. */
  async call<Output extends object>(
    operation: string,
    send: (client: AmplifyClient) => Promise<Output>,
  ): Promise<Output | undefined> {
    const startMs = this.#stopwatch.elapsedMs;
    const settle = (outcome: CallOutcome): void => {
      this.tally.settle({ operation, startMs, endMs: this.#stopwatch.elapsedMs, outcome });
    };
    this.tally.begin();
    try {
      const output = await send(this.client);
      settle(this.lists.isRecalled(output) ? "fallback" : "answered");
      return output;
    } catch (error) {
      settle(isCircuitOpenError(error) ? "refused" : "failed");
      return undefined;
    }
  }
}
