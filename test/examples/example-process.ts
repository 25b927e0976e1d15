import { fileURLToPath } from "node:url";
import { startNode, type NodeProcess } from "../scenarios/support/node-process.ts";

/** Where an example is pointed at, and what else its environment holds. */
export interface ExampleEnvironment {
  readonly endpoint: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Starts an example as a user does, on the package as it was built. */
export function startExample(
  file: string,
  args: readonly string[],
  { endpoint, env }: ExampleEnvironment,
): NodeProcess {
  const path = fileURLToPath(new URL(`../../examples/${file}`, import.meta.url));
  return startNode([path, ...args], {
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    AWS_ENDPOINT_URL_AMPLIFY: endpoint,
    AWS_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "AKIDEXAMPLE",
    AWS_SECRET_ACCESS_KEY: "not a secret",
    ...env,
  });
}

/** The longest line, in characters. */
export function widthOf(text: string): number {
  return Math.max(...text.split("\n").map((line) => line.length));
}
