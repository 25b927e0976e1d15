const sdk = "@aws-sdk/client-amplify";
const observer = ["amplify", "clock", "errors", "events", "node:*"];

/**
 * The folders of `src/` and what each may import beside itself: other folders and packages; after `type `, types only.
 * A folder that is not named here imports nothing. The SDK's types may be used everywhere.
 * @type {Readonly<Record<string, readonly string[]>>}
 */
const floors = {
  clock: [],
  amplify: [sdk],
  errors: ["amplify"],
  outcome: ["amplify", "errors"],
  events: [
    ...["amplify", "errors", "outcome", "eventemitter3"],
    ...["node:async_hooks", "node:crypto", "node:diagnostics_channel"],
  ],
  options: ["amplify", "clock", "errors", "outcome", "type events", "type aws-health", "fallback"],
  fallback: ["amplify", "clock", "errors", "type events", "lru-cache", "node:v8"],
  lists: ["errors", "fallback", "outcome", "type options"],
  circuit: ["amplify", "clock", "errors", "events", "options", "outcome", "opossum"],
  call: [
    ...["amplify", "circuit", "clock", "errors", "events", "fallback", "options", "outcome"],
    "node:async_hooks",
  ],
  proxy: ["amplify", "call", "circuit", "clock", "errors", "events", "type incident", "options"],
  logging: observer,
  prometheus: [...observer, "prom-client"],
  otel: [...observer, "@opentelemetry/api"],
  dashboard: [...observer, "type incident", "uplot"],
  alerts: [...observer, "p-retry"],
  incident: [...observer, "type aws-health"],
  "aws-health": observer,
  fleet: observer,
  testing: ["amplify", "clock", "errors", "node:*", sdk],
};
const all = Object.keys(floors);
/** The command, and the public face: the files in `src/` itself. */
const roofs = { cli: [...all, "", "node:*", sdk], "": all };

/**
 * @param {string} filename absolute or relative to the project
 * @param {string} source as it is imported
 * @param {boolean} isTypeOnly
 */
export function mayImport(filename, source, isTypeOnly) {
  const inSrc = /(?:^|[\\/])src[\\/](.*)$/u.exec(filename)?.[1]?.replaceAll("\\", "/");
  if (inSrc === undefined) return true;
  const floor = floorOf(inSrc);
  const target = source.startsWith(".")
    ? floorOf(resolve(inSrc, source))
    : source.replace(/^node:.*/u, "node:*");
  /** @type {readonly string[]} */
  const allowed = { ...floors, ...roofs }[floor] ?? [];
  if (floor === target && source.startsWith(".")) return true;
  if (isTypeOnly && (target === sdk || allowed.includes(`type ${target}`))) return true;
  return allowed.includes(target) || allowed.includes(source);
}

/** @param {string} path in `src/` */
function floorOf(path) {
  return path.includes("/") ? path.slice(0, path.indexOf("/")) : "";
}

/**
 * @param {string} from
 * @param {string} source
 */
function resolve(from, source) {
  return new URL(source, `file:///${from}`).pathname.slice(1);
}
