import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { alertOn, type Alerts } from "../../alerts/alert-on.ts";
import type { Alert } from "../../alerts/alert.ts";
import type { ClientBreakers, Incident } from "../../index.ts";
import type { CommandIo } from "../command-io.ts";
import { wait } from "../wait.ts";
import { reproduce } from "./reproduce.ts";
import type { Stopwatch } from "./stopwatch.ts";

/** Something that reached whoever is on call. */
export interface OnCallNote {
  /** Milliseconds since the start. */
  readonly atMs: number;
  readonly text: string;
}

/** Shorter than a service would set it: the demo is over soon. */
const settleMs = 500;

/** By then whoever is on call has seen the alert, and asks for the incident. */
const reactionMs = 1_000;

/** Whoever is on call in the demo: is alerted, reproduces the failure by the incident's command, hears when it is over. */
export class OnCall {
  readonly notes: OnCallNote[] = [];
  readonly #breakers: ClientBreakers;
  readonly #stopwatch: Stopwatch;
  readonly #io: Pick<CommandIo, "env" | "signal">;
  /** Told of each note as it comes. */
  onNote: (note: OnCallNote) => void = () => {};
  readonly #alerts: Alerts;
  #reproduction: Promise<void> | undefined;

  constructor(breakers: ClientBreakers, stopwatch: Stopwatch, io: Pick<CommandIo, "env" | "signal">) {
    this.#breakers = breakers;
    this.#stopwatch = stopwatch;
    this.#io = io;
    this.#alerts = alertOn(breakers, { sinks: [(alert) => this.#hear(alert)], settleMs });
  }

  /** The report of the outage as Markdown and JSON, in a folder of their own; `undefined` where there was none. */
  async writeIncident(): Promise<string | undefined> {
    const incident = this.#incident;
    if (incident === undefined) return undefined;
    const folder = await mkdtemp(join(tmpdir(), "amplify-breaker-demo-"));
    await writeFile(join(folder, "incident.md"), incident.toMarkdown());
    await writeFile(join(folder, "incident.json"), `${JSON.stringify(incident, undefined, 2)}\n`);
    return folder;
  }

  async stop(): Promise<void> {
    await this.#alerts.stop();
    await this.#reproduction;
  }

  /** Of a read: to make the call again changes nothing. */
  get #incident(): Incident | undefined {
    return this.#breakers.incident("GetApp") ?? this.#breakers.incidents().at(0);
  }

  #hear({ status, summary }: Alert): void {
    this.#note(`alert, ${status}: ${summary}`);
    if (status === "firing") this.#reproduction ??= this.#reproduce();
  }

  async #reproduce(): Promise<void> {
    const { env, signal } = this.#io;
    await wait(reactionMs, this.#stopwatch.clock, signal);
    const report = this.#incident?.toJSON();
    const command = report?.reproduction?.command;
    const name = report?.errors[0]?.name;
    if (signal.aborted || command === undefined || name === undefined) return;
    const came = await reproduce(command, name, { env, signal });
    if (signal.aborted) return;
    const told = {
      same: `reproduced with the AWS CLI: ${name}`,
      other: "not reproduced with the AWS CLI: the call went another way",
      noCli: "not reproduced: there is no AWS CLI here",
    };
    this.#note(told[came]);
  }

  #note(text: string): void {
    const note = { atMs: this.#stopwatch.elapsedMs, text };
    this.notes.push(note);
    this.onNote(note);
  }
}
