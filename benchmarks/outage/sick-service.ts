import { startProcess } from "../harness/child.ts";
import { Questions } from "../harness/questions.ts";
import type { RequestSeen } from "./call-record.ts";
import type { Scenario } from "./scenarios.ts";

/** What can be asked of the process `sick-service`. */
export type ServiceQuestion =
  | { readonly kind: "open"; readonly seed: number; readonly clients: number }
  | { readonly kind: "sicken"; readonly port: number; readonly scenario: Scenario; readonly atMs: number }
  | { readonly kind: "close"; readonly port: number; readonly faultAtMs: number };

/** A simulated Amplify with one app for each client. */
export interface OpenedService {
  readonly port: number;
  readonly endpoint: string;
  readonly appIds: readonly string[];
}

/** The operation that falls sick. */
export const sickOperation = "GetApp";

/** A process that holds simulated services, a fresh one for each run. */
export class SickService {
  readonly #questions: Questions;

  private constructor(questions: Questions) {
    this.#questions = questions;
  }

  static async start(): Promise<SickService> {
    const { child } = await startProcess("sick-service");
    return new SickService(new Questions(child));
  }

  async open(seed: number, clients: number): Promise<OpenedService> {
    return this.#ask({ kind: "open", seed, clients });
  }

  /** Lets the sick operation go wrong from a time on the machine's monotonic clock, for as long as the scenario says. */
  async sicken({ port }: OpenedService, scenario: Scenario, atMs: number): Promise<void> {
    return this.#ask({ kind: "sicken", port, scenario, atMs });
  }

  /** Closes the service and says what it saw of the sick operation. */
  async close({ port }: OpenedService, faultAtMs: number): Promise<readonly RequestSeen[]> {
    return this.#ask({ kind: "close", port, faultAtMs });
  }

  async #ask<Answer>(question: ServiceQuestion): Promise<Answer> {
    return this.#questions.ask(question);
  }
}
