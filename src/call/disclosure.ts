import { safeInput, type SafeInput, type SensitiveFilter } from "../amplify/safe-input.ts";
import { secretHeaderValues } from "../amplify/secret-headers.ts";
import { summarizeError, type ErrorSummary } from "../errors/error-summary.ts";
import { readProperty, readString } from "../errors/read-property.ts";

/** What is known of the SDK's pipeline of a call. */
interface SdkPipeline {
  /** The SDK's own context of it, once there is one. */
  readonly context: object | undefined;
  /** What it sent last. */
  readonly sent?: unknown;
}

/** How the SDK names itself in the header `user-agent`. */
const sdkName = /\baws-sdk-js\/([\w.-]{1,40})/u;

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

  /** The version of the SDK's client, as its last request says. */
  get sdkVersion(): string | undefined {
    return sdkName.exec(readString(this.#headers, "user-agent") ?? "")?.[1];
  }

  /** The error as observers may see it; what the service says may quote its request. */
  summarize(error: unknown): ErrorSummary {
    return summarizeError(error, [...this.#safeInput.secrets, ...secretHeaderValues(this.#headers)]);
  }

  /** Of the last request, as the SDK and others' middleware have made them. */
  get #headers(): unknown {
    return readProperty(readProperty(this.#pipeline.sent, "request"), "headers");
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
