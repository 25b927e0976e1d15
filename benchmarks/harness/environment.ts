import { createRequire } from "node:module";
import { arch, availableParallelism, cpus, platform, release } from "node:os";

/** Where the figures were measured. */
export interface Environment {
  readonly node: string;
  readonly system: string;
  readonly cpu: string;
  readonly cores: number;
  readonly packages: Readonly<Record<string, string>>;
}

const packages = ["@aws-sdk/client-amplify", "opossum", "cockatiel", "mollitia"];

export function readEnvironment(): Environment {
  const require = createRequire(import.meta.url);
  const versionOf = (name: string): string =>
    (require(`${name}/package.json`) as { readonly version: string }).version;
  return {
    node: process.version,
    system: `${platform()} ${release()} ${arch()}`,
    cpu: cpus()[0]?.model ?? "unknown",
    cores: availableParallelism(),
    packages: Object.fromEntries(packages.map((name) => [name, versionOf(name)])),
  };
}
