import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What a program does to see whether the package works: it opens a circuit, and sees a call refused. */
const outage = `
  const simulator = await startAmplifySimulator();
  const client = new AmplifyClient({
    region: "eu-west-1", endpoint: simulator.endpoint, maxAttempts: 1, credentials: { accessKeyId: "a", secretAccessKey: "b" },
  });
  const amplify = withBreakers(client, { consecutiveFailures: 2, failureSpanMs: 0, resetTimeout: 60_000 });
  simulator.faults.inject({ kind: "error", error: "InternalFailureException" });
  const names = [];
  for (let call = 0; call < 3; call++) {
    await amplify.send(new ListAppsCommand({})).catch((error) => names.push(error.name));
  }
  await simulator.close();
  const wanted = "InternalFailureException,InternalFailureException,CircuitOpenError";
  if (String(names) !== wanted) throw new Error(\`expected \${wanted}, got \${names}\`);
`;

const imports = `import { AmplifyClient, ListAppsCommand } from "@aws-sdk/client-amplify";
import { withBreakers } from "amplify-breaker";
import { startAmplifySimulator } from "amplify-breaker/testing";
`;

/**
 * Every entry point there is, so that none is published that cannot be loaded.
 *
 * @param {string} folder
 */
function everyEntry(folder) {
  const manifest = join(folder, "node_modules/amplify-breaker/package.json");
  /** @type {unknown} */
  const parsed = JSON.parse(readFileSync(manifest, "utf8"));
  const { exports } = /** @type {{ exports: Record<string, unknown> }} */ (parsed);
  const entries = Object.keys(exports).filter((entry) => !entry.endsWith(".json"));
  return entries
    .map(
      (entry, index) =>
        `import * as entry${index} from "amplify-breaker${entry.slice(1)}";\nvoid entry${index};\n`,
    )
    .join("");
}

const requires = `const { AmplifyClient, ListAppsCommand } = require("@aws-sdk/client-amplify");
const { withBreakers } = require("amplify-breaker");
const { startAmplifySimulator } = require("amplify-breaker/testing");
`;

const typed = `${imports}
import { isCircuitOpenError, lastKnownGood, type Circuit } from "amplify-breaker";

const amplify = withBreakers(new AmplifyClient({ region: "eu-west-1" }), {
  operations: { ListApps: { fallback: lastKnownGood() } },
});
amplify.breakers.on("open", ({ operation, retryAfterMs }) => console.log(operation.length, retryAfterMs.toFixed()));
const circuit: Circuit = amplify.breakers.circuit("ListApps");
export const isOpen: boolean = circuit.state === "open" && isCircuitOpenError(undefined);
// @ts-expect-error -- there is no such operation
amplify.breakers.circuit("ListApp");
export const simulator = startAmplifySimulator();
export const list = amplify.send(new ListAppsCommand({})).then(({ apps }) => apps?.[0]?.appId);
`;

/**
 * @typedef {object} User
 * @property {string} name
 * @property {(folder: string) => { status: number | null, output: string }} run in a folder where the package is installed
 */

/**
 * @param {string} folder
 * @param {string} command
 * @param {readonly string[]} args
 */
function run(folder, command, args) {
  const env = { ...process.env, AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true", NODE_OPTIONS: "" };
  const shell = process.platform === "win32";
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: folder,
    encoding: "utf8",
    env,
    shell,
    timeout: 120_000,
  });
  return { status, output: `${stdout}${stderr}` };
}

/**
 * @param {string} folder
 * @param {string} file
 * @param {string} text
 */
function runScript(folder, file, text) {
  writeFileSync(join(folder, file), text);
  return run(folder, process.execPath, [file]);
}

/** @param {string} version */
function typescriptUser(version) {
  return {
    name: `TypeScript ${version}`,
    /** @param {string} folder */
    run(folder) {
      const here = join(folder, `typescript-${version}`);
      mkdirSync(here);
      const install = [
        "install",
        "--no-save",
        "--no-audit",
        "--no-fund",
        "--prefix",
        here,
        `typescript@${version}`,
      ];
      const installed = run(folder, "npm", install);
      if (installed.status !== 0) return installed;
      const outputs = [
        ["nodenext", "nodenext"],
        ["esnext", "bundler"],
      ].map(([module = "", resolution = ""]) => {
        const source = join(here, resolution);
        mkdirSync(source);
        writeFileSync(join(source, "app.mts"), `${everyEntry(folder)}${typed}`);
        const compilerOptions = {
          ...{
            module,
            moduleResolution: resolution,
            target: "es2022",
            lib: ["es2023", "esnext.disposable", "dom"],
          },
          ...{
            strict: true,
            noEmit: true,
            skipLibCheck: true,
            types: ["node"],
            typeRoots: [join(folder, "node_modules/@types")],
          },
        };
        writeFileSync(
          join(source, "tsconfig.json"),
          JSON.stringify({ compilerOptions, include: ["app.mts"] }),
        );
        return run(here, process.execPath, [join(here, "node_modules/typescript/bin/tsc"), "-p", source]);
      });
      return outputs.find(({ status }) => status !== 0) ?? { status: 0, output: "" };
    },
  };
}

/** @type {readonly User[]} */
export const users = [
  {
    name: "an ES module",
    run: (folder) => runScript(folder, "esm.mjs", `${everyEntry(folder)}${imports}${outage}`),
  },
  {
    name: "a CommonJS module",
    run: (folder) =>
      process.features.require_module
        ? runScript(folder, "cjs.cjs", `${requires}(async () => {${outage}})();`)
        : { status: 0, output: `left out: Node.js ${process.version} cannot require() ES modules` },
  },
  { name: "node:test", run: (folder) => nodeTest(folder) },
  { name: "Jest", run: (folder) => jest(folder) },
  ...["5.6", "5.9", "6.0", "7.0"].map(typescriptUser),
];

/** @param {string} folder */
function nodeTest(folder) {
  const text = `import { test } from "node:test";\n${imports}test("outage", async () => {${outage}});\n`;
  writeFileSync(join(folder, "outage.test.mjs"), text);
  return run(folder, process.execPath, ["--test", "outage.test.mjs"]);
}

/** @param {string} folder */
function jest(folder) {
  const here = join(folder, "jest");
  mkdirSync(here);
  const installed = run(folder, "npm", ["install", "--no-save", "--no-audit", "--no-fund", "jest@30"]);
  if (installed.status !== 0) return installed;
  const config = {
    name: "jest-user",
    private: true,
    type: "module",
    jest: { testMatch: ["**/*.spec.js"], transform: {} },
  };
  writeFileSync(join(here, "package.json"), JSON.stringify(config));
  writeFileSync(join(here, "outage.spec.js"), `${imports}test("outage", async () => {${outage}});\n`);
  const bin = join(folder, "node_modules/jest/bin/jest.js");
  return run(here, process.execPath, ["--experimental-vm-modules", bin, "--rootDir", here]);
}
