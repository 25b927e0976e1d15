import { throttlingMessage } from "../amplify/throttling-message.ts";
import { readString } from "../errors/read-property.ts";

/**
 * Marks a "Rate exceeded" that Amplify sends as BadRequestException as throttling, so that the SDK's own retry strategy
 * repeats the request; the service refused it, so repeating it is safe, whatever the operation.
 *
 * The mark is the SDK's (`$retryable` in `@smithy/types`), and not enumerable: the error looks as it did.
 */
export function markThrottling(error: unknown): void {
  if (readString(error, "name") !== "BadRequestException") return;
  if (!throttlingMessage.test(readString(error, "message") ?? "")) return;
  try {
    Object.defineProperty(error, "$retryable", { value: { throttling: true } });
  } catch {
    // An error that cannot be written on is not retried.
  }
}
