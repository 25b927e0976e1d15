import type { CircuitPlace } from "../circuit/circuit-identity.ts";
import { readProperty } from "../errors/read-property.ts";

/** An endpoint as the SDK's config resolves it. */
interface ResolvedEndpoint {
  readonly hostname: string;
  readonly port?: number;
  readonly path?: string;
}

/**
 * Where a client's calls go. Region and endpoint are async providers in the SDK's config.
 *
 * @returns a promise that rejects where a provider does
 */
export async function readClientPlace(config: unknown, scope: string | undefined): Promise<CircuitPlace> {
  const [region, endpoint] = await Promise.all([provided(config, "region"), provided(config, "endpoint")]);
  const host = isEndpoint(endpoint) ? hostOf(endpoint) : await variantOf(config);
  return {
    ...(typeof region === "string" ? { region } : undefined),
    ...(host === undefined ? undefined : { endpoint: host }),
    ...(scope === undefined ? undefined : { scope }),
  };
}

async function provided(config: unknown, name: string): Promise<unknown> {
  const provider = readProperty(config, name);
  return typeof provider === "function" ? (provider as () => unknown).call(config) : provider;
}

function isEndpoint(value: unknown): value is ResolvedEndpoint {
  return typeof readProperty(value, "hostname") === "string";
}

/** Host, port and path, and no more: a URL could hold a password. */
function hostOf({ hostname, port, path }: ResolvedEndpoint): string {
  const base = path === undefined || path === "/" ? "" : path;
  return `${hostname}${port === undefined ? "" : `:${port}`}${base}`;
}

/** The region's FIPS and dual-stack endpoints are hosts of their own. */
async function variantOf(config: unknown): Promise<string | undefined> {
  const [isFips, isDualStack] = await Promise.all([
    provided(config, "useFipsEndpoint"),
    provided(config, "useDualstackEndpoint"),
  ]);
  const variants = [isFips === true ? "fips" : [], isDualStack === true ? "dualstack" : []].flat();
  return variants.length === 0 ? undefined : variants.join("+");
}
