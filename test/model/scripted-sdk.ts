import { aborted, installedMiddleware, serviceError } from "../call/a-call.ts";

const { middleware } = installedMiddleware();

/** How an attempt can end. */
export type Answer = "success" | "failure" | "throttled" | "notFound" | "local";

/** What the SDK would throw, new each time because it is written upon. */
function errorOf(answer: Exclude<Answer, "success">): Error {
  if (answer === "failure") return serviceError("InternalFailureException", 500);
  if (answer === "throttled") return serviceError("TooManyRequestsException", 429);
  if (answer === "notFound") return serviceError("NotFoundException", 404);
  return Object.assign(new Error("no credentials"), { name: "CredentialsProviderError" });
}

/** The end of an attempt, or of a wait between two. */
interface Pending {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** The SDK's part of one call: its attempts, and the waits in between, end when a test says so. */
export class ScriptedSdk {
  /** Attempts that went through to the network. */
  transmitted = 0;
  /** Whether it takes no notice of its abort signal, as what hangs in somebody's middleware. */
  readonly #isDeaf: boolean;
  #attempt: Pending | undefined;
  #backoff: Pending | undefined;
  #retries = false;

  constructor(isDeaf: boolean) {
    this.#isDeaf = isDeaf;
  }

  /** What stands in `send`'s place. */
  async send(signal: AbortSignal | undefined): Promise<unknown> {
    const handler = middleware(async () => this.#transmit(), {});
    if (!this.#isDeaf) signal?.addEventListener("abort", () => this.#abort());
    for (;;) {
      try {
        return await handler({});
      } catch (error) {
        if (!this.#retries || signal?.aborted === true) throw error;
        await this.#pause();
      }
    }
  }

  /** The attempt ends; after an error the SDK may want to try again. */
  answer(answer: Answer, retries: boolean): void {
    this.#retries = retries;
    const attempt = this.#attempt;
    this.#attempt = undefined;
    if (answer === "success") attempt?.resolve({ apps: [] });
    else attempt?.reject(errorOf(answer));
  }

  /** The wait between two attempts is over. */
  retry(): void {
    const backoff = this.#backoff;
    this.#backoff = undefined;
    backoff?.resolve(undefined);
  }

  /** Whether an attempt, or a wait, has not ended. */
  get isUnderWay(): boolean {
    return this.#attempt !== undefined || this.#backoff !== undefined;
  }

  /** Ends whatever has not. */
  end(): void {
    this.answer("success", false);
    this.#backoff?.reject(aborted());
    this.#backoff = undefined;
  }

  #transmit(): Promise<unknown> {
    this.transmitted++;
    return new Promise((resolve, reject) => {
      this.#attempt = { resolve, reject };
    });
  }

  #pause(): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#backoff = { resolve, reject };
    });
  }

  #abort(): void {
    this.#retries = false;
    for (const pending of [this.#attempt, this.#backoff]) pending?.reject(aborted());
    this.#attempt = undefined;
    this.#backoff = undefined;
  }
}
