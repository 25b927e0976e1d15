import { GetAppCommand, ListAppsCommand, ListBranchesCommand } from "@aws-sdk/client-amplify";
import type { AmplifySimulator } from "../../testing/index.ts";
import type { Caller } from "./caller.ts";
import type { SideRecord } from "./demo-result.ts";
import { Deployer } from "./deployer.ts";
import type { Stopwatch } from "./stopwatch.ts";
import { deployerCount, type Arrival } from "./traffic-plan.ts";

/** The branch that is deployed. */
export const deployedBranch = "main";

/** One of the two worlds of the demo: a client, what calls through it, and the Amplify behind it. */
export class Side {
  readonly caller: Caller;
  readonly simulator: AmplifySimulator;
  readonly #appIds: readonly string[];
  readonly #deployers: readonly Deployer[];
  readonly #underWay = new Set<Promise<void>>();

  constructor(caller: Caller, simulator: AmplifySimulator) {
    this.caller = caller;
    this.simulator = simulator;
    this.#appIds = simulator.state.apps.map(({ appId = "" }) => appId);
    this.#deployers = this.#appIds
      .slice(0, deployerCount)
      .map((appId) => new Deployer(appId, deployedBranch));
  }

  /** Begins what arrives. */
  begin(arrival: Arrival): void {
    const work = this.#perform(arrival).finally(() => this.#underWay.delete(work));
    this.#underWay.add(work);
  }

  /** Resolves when all that was begun is over. */
  async settled(): Promise<void> {
    await Promise.all(this.#underWay);
  }

  /** What is known so far; uploads go to a storage service and are no requests to Amplify. */
  record({ startMs }: Stopwatch): SideRecord {
    const { tally } = this.caller;
    const requests = this.simulator.requests.of(({ operation }) => operation !== "Upload");
    return {
      callsMade: tally.made,
      calls: tally.settled,
      requestTimes: requests.map(({ atMs }) => atMs - startMs),
    };
  }

  async #perform(arrival: Arrival): Promise<void> {
    switch (arrival.kind) {
      case "read": {
        const command = new GetAppCommand({ appId: this.#appIds[arrival.app] });
        await this.caller.call("GetApp", (client) => client.send(command));
        return;
      }
      case "list-apps":
        return this.#listApps();
      case "list-branches":
        return this.#listBranches(this.#appIds[arrival.app] ?? "");
      case "deploy":
        return this.#deployers[arrival.deployer]?.step(this.caller);
    }
  }

  async #listApps(): Promise<void> {
    const { caller } = this;
    const list = await caller.call("ListApps", (client) => client.send(new ListAppsCommand({})));
    if (list && !caller.lists.isRecalled(list)) caller.lists.rememberApps(list);
  }

  async #listBranches(appId: string): Promise<void> {
    const { caller } = this;
    const list = await caller.call("ListBranches", (client) =>
      client.send(new ListBranchesCommand({ appId })),
    );
    if (list && !caller.lists.isRecalled(list)) caller.lists.rememberBranches(appId, list);
  }
}
