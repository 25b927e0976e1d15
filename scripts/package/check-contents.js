import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/** All that may be published. */
const allowed = /^(?:package\.json|README\.md|CHANGELOG\.md|LICENSE|SECURITY\.md|(?:dist|monitoring)\/.+)$/u;

/**
 * What is wrong with the package's contents: files that do not belong there, paths of the machine that built it, and
 * run-time dependencies that run scripts when they are installed.
 *
 * @param {string} root
 * @param {readonly string[]} files as npm packs them
 */
export function checkContents(root, files) {
  return [...strayFiles(root, files), ...machinePaths(root, files), ...installScripts(root)];
}

/**
 * What package.json leads to.
 *
 * @param {string} root
 */
function promisedFiles(root) {
  /** @type {unknown} */
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const { exports = {}, bin = {} } =
    /** @type {{ exports?: Record<string, string | Record<string, string>>, bin?: Record<string, string> }} */ (
      manifest
    );
  const entries = [...Object.values(exports), bin].flatMap((entry) => {
    return typeof entry === "string" ? [entry] : Object.values(entry);
  });
  return entries.map((file) => file.replace(/^\.\//u, ""));
}

/**
 * @param {string} root
 * @param {readonly string[]} files
 */
function strayFiles(root, files) {
  const missing = ["package.json", "README.md", "CHANGELOG.md", "LICENSE", ...promisedFiles(root)];
  return [
    ...files.filter((file) => !allowed.test(file)).map((file) => `${file} must not be published`),
    ...missing.filter((file) => !files.includes(file)).map((file) => `${file} is missing`),
  ];
}

/**
 * @param {string} root
 * @param {readonly string[]} files
 */
function machinePaths(root, files) {
  const places = [root, homedir()].filter((place) => place.length > 2);
  return files.flatMap((file) => {
    const text = readFileSync(join(root, file), "utf8");
    const place = places.find((one) => text.includes(one));
    return place === undefined ? [] : [`${file} names a folder of this machine: ${place}`];
  });
}

/** @param {string} root */
function installScripts(root) {
  /** @type {unknown} */
  const lock = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8"));
  const { packages } =
    /** @type {{ packages: Record<string, { dev?: boolean, devOptional?: boolean, peer?: boolean, hasInstallScript?: boolean }> }} */ (
      lock
    );
  return Object.entries(packages)
    .filter(([path, { dev, devOptional, hasInstallScript }]) => {
      return path !== "" && dev !== true && devOptional !== true && hasInstallScript === true;
    })
    .map(([path]) => `${path} runs a script when it is installed`);
}

/**
 * What npm says of the signatures of what is installed, or why it says nothing.
 *
 * @param {string} folder
 */
export function auditSignatures(folder) {
  if (!existsSync(join(folder, "node_modules")) || readdirSync(join(folder, "node_modules")).length === 0) {
    return { isBad: true, isAsked: true, text: "nothing is installed" };
  }
  const { status, stdout, stderr } = spawnSync("npm", ["audit", "signatures"], {
    cwd: folder,
    encoding: "utf8",
    shell: process.platform === "win32",
  });
  const text = `${stdout}${stderr}`.trim();
  if (status === 0) return { isBad: false, isAsked: true, text: text.split("\n").slice(0, 3).join("; ") };
  const isTampering = /\d+ packages? ha(?:s|ve) (?:invalid|missing)/iu.test(text);
  const reason = text.split("\n").find((line) => line.includes("request to")) ?? text.slice(0, 200);
  return {
    isBad: isTampering,
    isAsked: isTampering,
    text: isTampering ? text : `npm cannot ask here (${reason})`,
  };
}
