import { readProperty } from "../errors/read-property.ts";

/**
 * Writes onto the service's error what the SDK would have written had it given up by itself: with a call that is ended
 * between two attempts, the SDK does not get to it.
 */
export function stampMetadata(error: unknown, attempts: number, totalRetryDelay: number): void {
  const metadata = readProperty(error, "$metadata");
  try {
    if (typeof metadata === "object" && metadata !== null)
      Object.assign(metadata, { attempts, totalRetryDelay });
    else (error as { $metadata: unknown }).$metadata = { attempts, totalRetryDelay };
  } catch {
    // An error that cannot be written on is still the service's own.
  }
}
