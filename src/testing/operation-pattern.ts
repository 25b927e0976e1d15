import { operationNames } from "../amplify/operations.ts";
import { nearestName } from "../errors/nearest-name.ts";

/** Whether an operation's name is meant. */
export type OperationMatcher = (operation: string) => boolean;

/**
 * Compiles operation names and globs such as `List*` into one question.
 *
 * @throws RangeError when one of them is no operation and fits none, with the nearest right name
 */
export function compileOperationPatterns(
  patterns: string | readonly string[],
  option: string,
): OperationMatcher {
  const list = typeof patterns === "string" ? [patterns] : patterns;
  const matchers = list.map((pattern) => compilePattern(pattern, option));
  return (operation) => matchers.some((matches) => matches(operation));
}

function compilePattern(pattern: string, option: string): OperationMatcher {
  if (pattern === "*") return () => true;
  // Several stars mean no more than one, and would be tried in all ways.
  const source = pattern.split(/\*+/).map(escapeText).join(".*");
  const expression = new RegExp(`^${source}$`);
  if (!operationNames.some((name) => expression.test(name))) {
    const nearest = nearestName(pattern, operationNames);
    const hint = nearest === undefined ? "" : `; did you mean "${nearest}"?`;
    throw new RangeError(
      `${option} must be an Amplify operation or a glob that fits one, got "${pattern}"${hint}`,
    );
  }
  return (operation) => expression.test(operation);
}

function escapeText(text: string): string {
  return text.replaceAll(/\W/g, String.raw`\$&`);
}
