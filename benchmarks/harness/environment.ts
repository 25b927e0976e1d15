import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { arch, availableParallelism, cpus, platform, release } from "node:os";
import { join } from "node:path";

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
  return {
    node: process.version,
    system: `${platform()} ${release()} ${arch()}`,
    cpu: cpus()[0]?.model ?? "unknown",
    cores: availableParallelism(),
    packages: Object.fromEntries(packages.map((name) => [name, versionOf(name)])),
  };
}

/** Read from the folder it is installed in: not every package exports its package.json. */
function versionOf(name: string): string {
  const folders = createRequire(import.meta.url).resolve.paths(name) ?? [];
  const file = folders.map((folder) => join(folder, name, "package.json")).find((path) => existsSync(path));
  if (file === undefined) throw new Error(`${name} is not installed`);
  return (JSON.parse(readFileSync(file, "utf8")) as { readonly version: string }).version;
}
