import { createHmac } from "node:crypto";

/** Proves that the simulator itself handed out a text: page tokens and presigned URLs. */
export function signature(secret: string, text: string): string {
  return createHmac("sha256", secret).update(text).digest("hex");
}
