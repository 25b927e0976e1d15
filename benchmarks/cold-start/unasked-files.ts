const asked = ["eventemitter3", "lru-cache", "opossum"];

/**
 * Which files an import of the package had no business to load: those of its subpaths and its command, of the SDK, and of any
 * package that it does not depend on.
 *
 * @param root - the package's folder
 */
export function unaskedFiles(paths: readonly string[], root: string): string[] {
  return paths.filter((path) => !isAsked(path, root));
}

function isAsked(path: string, root: string): boolean {
  const [, dependency] = path.split("/node_modules/");
  if (dependency !== undefined) return asked.some((name) => dependency.startsWith(`${name}/`));
  const dist = `${root}/dist/`;
  if (!path.startsWith(dist)) return false;
  return !["testing/", "cli/"].some((subpath) => path.startsWith(`${dist}${subpath}`));
}
