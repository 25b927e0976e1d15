import { startProcess } from "../../benchmarks/harness/child.ts";
import { Questions } from "../../benchmarks/harness/questions.ts";
import type { Fault } from "../../src/testing/index.ts";

/** The branches that each app has from the start. */
export const branchNames: readonly string[] = ["main", "dev", "gone"];

/** What can be asked of the process `soaked-service`. */
export type ServiceQuestion =
  { readonly kind: "open" } | { readonly kind: "weather"; readonly faults: readonly Fault[] };

/** Where the simulated Amplify is, and what it holds. */
export interface ServicePlace {
  readonly endpoint: string;
  readonly appIds: readonly string[];
}

/** A simulated Amplify in a process of its own. */
export class SoakedService {
  readonly place: ServicePlace;
  readonly #questions: Questions;

  private constructor(place: ServicePlace, questions: Questions) {
    this.place = place;
    this.#questions = questions;
  }

  static async start(seed: number): Promise<SoakedService> {
    const { child } = await startProcess("soaked-service", [String(seed)]);
    const questions = new Questions(child);
    const place = await questions.ask<ServicePlace>({ kind: "open" } satisfies ServiceQuestion);
    return new SoakedService(place, questions);
  }

  /** Has these faults instead of those there were; tells how many requests came so far. */
  async weather(faults: readonly Fault[]): Promise<number> {
    return this.#questions.ask<number>({ kind: "weather", faults } satisfies ServiceQuestion);
  }

  close(): void {
    this.#questions.close();
  }
}
