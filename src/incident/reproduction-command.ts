import { isOperationName, operationKinds, type OperationName } from "../amplify/operations.ts";
import { callTarget, type CallTarget } from "./call-target.ts";
import { plainInput, type PlainObject } from "./plain-input.ts";
import { printableJson } from "./printable-json.ts";
import type { ReproducibleCall } from "./reproducible-call.ts";
import { reproductionNotes } from "./reproduction-notes.ts";
import { shellWord } from "./shell-word.ts";

/**
 * Writes down a call as a command for the AWS CLI, version 1 or 2, to paste into sh, bash or zsh: some lines of comment,
 * then one line, all in printable ASCII and safe whatever the input holds. At most 8,192 characters are the input's.
 *
 * The CLI cuts fractions of a second off dates, and refuses members that the API does not know, which the SDK leaves out.
 *
 * @returns nothing where the operation is not one that this package knows
 *
 * @example
 * ```ts
 * reproductionCommand({ operation: "GetApp", input: { appId: "d123" }, region: "eu-west-1" });
 * // # It uses the credentials of whoever runs it.
 * // aws amplify get-app --region eu-west-1 --cli-input-json '{"appId":"d123"}'
 * ```
 */
export function reproductionCommand(call: ReproducibleCall): string | undefined {
  const { operation } = call;
  if (!isOperationName(operation)) return undefined;
  const input = plainInput(call.input);
  const target = callTarget(call);
  const notes = reproductionNotes(operation, input, target);
  if (operationKinds[operation] === "creatingWrite") {
    notes.push("The CLI repeats a request that fails: with AWS_MAX_ATTEMPTS=1 before it, it sends one only.");
  }
  const words = [
    ...variantsOf(target),
    "aws amplify",
    commandName(operation),
    ...option("--region", target.region),
    ...option("--endpoint-url", target.endpoint),
    // One request, as the SDK makes it.
    ...(operation.startsWith("List") ? ["--no-paginate"] : []),
    ...inputOption(input.members),
  ];
  return [...notes.map((note) => `# ${note}`), words.join(" ")].join("\n");
}

/** As in `list-apps`. */
function commandName(operation: OperationName): string {
  return operation.replaceAll(/(?<=.)[A-Z]/gu, "-$&").toLowerCase();
}

/** For these the CLI has no options. */
function variantsOf({ isFips, isDualStack }: CallTarget): string[] {
  return [
    ...(isFips ? ["AWS_USE_FIPS_ENDPOINT=true"] : []),
    ...(isDualStack ? ["AWS_USE_DUALSTACK_ENDPOINT=true"] : []),
  ];
}

function option(name: string, value: string | undefined): string[] {
  if (value === undefined) return [];
  // The CLI takes a word that begins with a dash for an option.
  return [value.startsWith("-") ? `${name}=${shellWord(value)}` : `${name} ${shellWord(value)}`];
}

/**
 * The input as one document: given one by one, values that look like `http://` or `file://` are fetched by version 1 of
 * the CLI, and one that begins with a dash is taken for an option.
 */
function inputOption(members: PlainObject): string[] {
  return Object.keys(members).length === 0 ? [] : [`--cli-input-json '${printableJson(members)}'`];
}
