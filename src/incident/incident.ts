import { incidentMarkdown } from "./incident-markdown.ts";
import type { IncidentReport } from "./incident-report.ts";

/**
 * What is known of an outage, as it stood when it was asked for; nothing in it is secret.
 *
 * @example
 * ```ts
 * const incident = amplify.breakers.incident("ListApps");
 * await writeFile("case.md", incident?.toMarkdown() ?? "");
 * ```
 */
export class Incident {
  readonly #report: IncidentReport;

  /** @internal Made by the breakers. */
  constructor(report: IncidentReport) {
    this.#report = report;
  }

  /** The same for one outage in all reports, alerts and dashboards. */
  get id(): string {
    return this.#report.id;
  }

  /** `failing`: calls failed, and the circuit did not open. */
  get status(): IncidentReport["status"] {
    return this.#report.status;
  }

  /** The circuit's name: the operation, as in `ListApps`. */
  get circuit(): string {
    return this.#report.circuit;
  }

  /** A text to paste into a support case, with the timeline drawn. */
  toMarkdown(): string {
    return incidentMarkdown(this.#report);
  }

  /** All of it as plain, frozen JSON; `amplify-breaker/incident.schema.json` is its schema. */
  toJSON(): IncidentReport {
    return this.#report;
  }
}
