import { safeInput, type SafeInput, type SensitiveFilter } from "../amplify/safe-input.ts";
import { summarizeError, type ErrorSummary } from "../errors/error-summary.ts";
import { readProperty, readString } from "../errors/read-property.ts";

/** Where the SDK's own context of a call is found, once there is one. */
interface SdkPipeline {
  readonly context: object | undefined;
}

/** What observers may see of one request, worked out when somebody asks: most requests go well, and nobody does. */
export class Disclosure {
  readonly #input: unknown;
  readonly #pipeline: SdkPipeline;
  #safe: SafeInput | undefined;

  constructor(input: unknown, pipeline: SdkPipeline) {
    this.#input = input;
    this.#pipeline = pipeline;
  }

  /** The input without what is secret in it. */
  get input(): unknown {
    return this.#safeInput.input;
  }

  /** The AWS account of the credentials, where their provider says it. */
  get accountId(): string | undefined {
    const context = readProperty(this.#pipeline.context, "__smithy_context");
    const scheme = readProperty(context, "selectedHttpAuthScheme");
    return readString(readProperty(scheme, "identity"), "accountId");
  }

  /** The error as observers may see it; what the service says may quote the input. */
  summarize(error: unknown): ErrorSummary {
    return summarizeError(error, this.#safeInput.secrets);
  }

  get #safeInput(): SafeInput {
    this.#safe ??= safeInput(this.#input, this.#filter);
    return this.#safe;
  }

  /** What the SDK in use calls secret, by its own model. */
  get #filter(): SensitiveFilter | undefined {
    const filter = readProperty(this.#pipeline.context, "inputFilterSensitiveLog");
    return typeof filter === "function" ? (filter as SensitiveFilter) : undefined;
  }
}
