import { createHmac } from "node:crypto";

/**
 * The signature of a request, as the header has it: `t=<seconds since 1970>,v1=<hex>`, where the latter is the
 * HMAC-SHA256 of `<seconds>.<body>`. The time is signed too, so that who receives it can refuse old requests.
 */
export function signBody(body: string, secret: string, epochMs: number): string {
  const seconds = Math.floor(epochMs / 1_000);
  return `t=${seconds},v1=${createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex")}`;
}
