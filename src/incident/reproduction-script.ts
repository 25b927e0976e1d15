import { types } from "node:util";
import { isOperationName } from "../amplify/operations.ts";
import { callTarget, type CallTarget } from "./call-target.ts";
import { plainInput, type PlainValue } from "./plain-input.ts";
import { printableJson } from "./printable-json.ts";
import type { ReproducibleCall } from "./reproducible-call.ts";
import { reproductionNotes } from "./reproduction-notes.ts";

/**
 * Writes down a call as an ES module for Node.js that needs `@aws-sdk/client-amplify` and nothing else: it sends the input
 * once, prints the answer, or the error's name, message and `$metadata`, and exits with code 1 for an error. All in
 * printable ASCII; at most 8,192 characters of JSON are the input's.
 *
 * @returns nothing where the operation is not one that this package knows
 *
 * @example
 * ```ts
 * const script = reproductionScript({ operation: "GetApp", input: { appId: "d123" }, region: "eu-west-1" });
 * if (script !== undefined) writeFileSync("reproduce.mjs", script); // node reproduce.mjs
 * ```
 */
export function reproductionScript(call: ReproducibleCall): string | undefined {
  const { operation } = call;
  if (!isOperationName(operation)) return undefined;
  const input = plainInput(call.input);
  const target = callTarget(call);
  const notes = reproductionNotes(operation, input, target);
  const lines = [
    `// Sends ${operation} to Amplify once. Needs @aws-sdk/client-amplify; save it as reproduce.mjs, run: node reproduce.mjs`,
    ...notes.map((note) => `// ${note}`),
    `import { AmplifyClient, ${operation}Command } from "@aws-sdk/client-amplify";`,
    "",
    `const client = new AmplifyClient(${literal(configOf(target))});`,
    `const input = ${literal(input.members)};`,
    "try {",
    `  console.dir(await client.send(new ${operation}Command(input)), { depth: null });`,
    "} catch ({ name, message, $metadata }) {",
    "  console.error({ name, message, $metadata });",
    "  process.exitCode = 1;",
    "}",
  ];
  return `${lines.join("\n")}\n`;
}

function configOf({ region, endpoint, isFips, isDualStack }: CallTarget): Record<string, PlainValue> {
  return {
    ...(region === undefined ? undefined : { region }),
    ...(endpoint === undefined ? undefined : { endpoint }),
    ...(isFips ? { useFipsEndpoint: true } : undefined),
    ...(isDualStack ? { useDualstackEndpoint: true } : undefined),
    maxAttempts: 1,
  };
}

/** The value as JavaScript on one line. */
function literal(value: PlainValue): string {
  if (typeof value !== "object") return printableJson(value);
  if (types.isDate(value)) return `new Date(${printableJson(value)})`;
  if (isList(value)) return `[${value.map((item) => literal(item)).join(", ")}]`;
  const members = Object.entries(value).map(([name, member]) => `${memberName(name)}: ${literal(member)}`);
  return members.length === 0 ? "{}" : `{ ${members.join(", ")} }`;
}

function memberName(name: string): string {
  // In brackets it is a name like others; without, it would set the prototype.
  if (name === "__proto__") return '["__proto__"]';
  return /^[a-z_]\w*$/iu.test(name) ? name : printableJson(name);
}

function isList(value: object): value is readonly PlainValue[] {
  return Array.isArray(value);
}
