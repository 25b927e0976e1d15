import type { ReproducibleCall } from "./reproducible-call.ts";

/** Where a call went, in a form that can be written down. */
export interface CallTarget {
  readonly region: string | undefined;
  /** A URL, where it is one. */
  readonly endpoint: string | undefined;
  /** Whether the endpoint was named without its protocol, as events do. */
  readonly isProtocolGuessed: boolean;
  readonly isFips: boolean;
  readonly isDualStack: boolean;
}

const longestRegion = 100;
const longestEndpoint = 1_000;

/** How events name the region's own variants, which have no host of their own there: `fips+dualstack`. */
const variants = /^(?:fips|dualstack)(?:\+(?:fips|dualstack))?$/u;
const protocol = /^https?:\/\//iu;
/** A simulator or an emulator on the same machine, which hardly ever has a certificate. */
const loopback = /^(?:localhost|127\.[\d.]+|\[::1\])(?::\d+)?(?:\/|$)/iu;

/** Where to send the call: without a password, on one line, and never quietly elsewhere than it went. */
export function callTarget({ region, endpoint }: ReproducibleCall): CallTarget {
  const isVariant = endpoint !== undefined && variants.test(endpoint);
  const isGiven = endpoint !== undefined && endpoint !== "" && !isVariant;
  return {
    region: region === undefined || region === "" ? undefined : oneWord(region, longestRegion),
    endpoint: isGiven ? urlOf(endpoint) : undefined,
    isProtocolGuessed: isGiven && !protocol.test(endpoint),
    isFips: isVariant && endpoint.includes("fips"),
    isDualStack: isVariant && endpoint.includes("dualstack"),
  };
}

function urlOf(endpoint: string): string {
  const guessed = loopback.test(endpoint) ? "http://" : "https://";
  const text = protocol.test(endpoint) ? endpoint : `${guessed}${endpoint}`;
  try {
    const { origin, pathname } = new URL(text);
    // Without user, password and query, which may be secret.
    return oneWord(`${origin}${pathname === "/" ? "" : pathname}`, longestEndpoint);
  } catch {
    // What is no URL is refused when it is run, which is better than a request to the wrong place.
    return oneWord(text.replace(/^(https?:\/\/).*@/isu, "$1").replace(/[?#].*$/su, ""), longestEndpoint);
  }
}

/** What cannot be written becomes what neither a region nor a host has, so that nobody takes it for another one. */
function oneWord(text: string, longest: number): string {
  return text.slice(0, longest).replace(/[^!-~]/gu, "_");
}
