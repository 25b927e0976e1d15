import { createHash } from "node:crypto";

/** What tells one outage from all others. */
export interface OutagePlace {
  readonly circuit: string;
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly scope?: string | undefined;
  /** When it began, in milliseconds since the Unix epoch. */
  readonly at: number;
}

/** What a name may be made of that is put into file names, addresses and other people's tools. */
const unsafe = /[^\w.-]+/gu;
const longestName = 60;

/**
 * The name of an outage, the same for everybody who hears of it: circuit, region, when it began, and a few letters for
 * what else tells circuits apart.
 *
 * @param opening - the `open` event that it began with
 * @example
 * ```ts
 * breakers.on("open", (event) => outageId(event)); // "ListApps-eu-west-1-20261123T034531Z-3f9a2c"
 * ```
 */
export function outageId({ circuit, region, endpoint, scope, at }: OutagePlace): string {
  const key = JSON.stringify([circuit, region ?? null, endpoint ?? null, scope ?? null, at]);
  const letters = createHash("sha256").update(key).digest("hex").slice(0, 6);
  const time = new Date(at).toISOString().replace(/[-:]|\.\d+/gu, "");
  const name = circuit.replace(unsafe, "_").slice(0, longestName);
  return [name, region?.replace(unsafe, "_"), time, letters].filter((part) => part !== undefined).join("-");
}
