import type { OutputOf } from "../../index.ts";

/** What the inventory saw last, to go on with while Amplify does not answer. */
export class LastLists {
  #apps: OutputOf<"ListApps"> | undefined;
  readonly #branches = new Map<string | undefined, OutputOf<"ListBranches">>();
  readonly #recalled = new WeakSet<object>();

  rememberApps(list: OutputOf<"ListApps">): void {
    this.#apps = list;
  }

  rememberBranches(appId: string, list: OutputOf<"ListBranches">): void {
    this.#branches.set(appId, list);
  }

  recallApps(): OutputOf<"ListApps"> | undefined {
    return this.#mark(this.#apps);
  }

  recallBranches(appId: string | undefined): OutputOf<"ListBranches"> | undefined {
    return this.#mark(this.#branches.get(appId));
  }

  /** Whether an answer came from here, and not from Amplify. */
  isRecalled(answer: object): boolean {
    return this.#recalled.has(answer);
  }

  #mark<List extends object>(list: List | undefined): List | undefined {
    if (list === undefined) return undefined;
    const copy = { ...list };
    this.#recalled.add(copy);
    return copy;
  }
}
