/** A file that an import loaded. */
interface Loaded {
  readonly path: string;
  readonly text: string;
}

const dependencies = ["eventemitter3", "lru-cache", "opossum"];
/** What is the business of a subpath or of the command only. */
const otherEntries = ["src/testing/", "src/cli/"];

/**
 * Which files an import of the package had no business to load: those with code of its subpaths or its command in them, those of
 * the SDK, and those of any package that it does not depend on.
 *
 * @param root - the package's folder
 */
export function unaskedFiles(files: readonly Loaded[], root: string): string[] {
  return files.filter((file) => !isAsked(file, root)).map(({ path }) => path);
}

function isAsked({ path, text }: Loaded, root: string): boolean {
  const [, dependency] = path.split("/node_modules/");
  if (dependency !== undefined) return dependencies.some((name) => dependency.startsWith(`${name}/`));
  if (!path.startsWith(`${root}/dist/`)) return false;
  return !sourcesOf(text).some((source) => otherEntries.some((entry) => source.startsWith(entry)));
}

/** The bundler heads the code of each source with its path. A file without any is one that only passes on exports. */
function sourcesOf(text: string): string[] {
  return [...text.matchAll(/^\/\/ (src\/.*\.ts)$/gm)].map(([, source = ""]) => source);
}
