import type { Versions } from "./incident-report.ts";

/** Of this package; a file that is bundled into a program cannot look it up. */
export const packageVersion = "0.1.0";

/** @param sdk - version of the SDK, where a request has told it */
export function versionsOf(sdk: string | undefined): Versions {
  return {
    amplifyBreaker: packageVersion,
    ...(sdk === undefined ? undefined : { sdk }),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
  };
}
