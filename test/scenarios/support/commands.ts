import * as sdk from "@aws-sdk/client-amplify";
import type { OperationName } from "../../../src/index.ts";

type CommandClass = new (input: object) => sdk.ListAppsCommand;
type Schema = readonly unknown[];

const exported = sdk as unknown as Readonly<Record<string, unknown>>;

/** The command of an operation known by name only. */
export function commandOf(operation: OperationName, input: object = {}): sdk.ListAppsCommand {
  return new (exported[`${operation}Command`] as CommandClass)(input);
}

/** The client's method for an operation known by name only. */
export function methodOf(client: sdk.Amplify, operation: OperationName): (input: object) => Promise<unknown> {
  const name = operation[0]?.toLowerCase() + operation.slice(1);
  const method = (client as unknown as Record<string, (input: object) => Promise<unknown>>)[name];
  if (method === undefined) throw new Error(`the client has no method ${name}`);
  return (input) => method.call(client, input);
}

/** Required members that are no text. */
const fillings: Readonly<Record<string, unknown>> = {
  jobType: "RELEASE",
  subDomainSettings: [],
  tags: {},
  tagKeys: ["key"],
};

/** An input that has everything the operation requires. */
export function requiredInput(operation: OperationName): object {
  const operationSchema = exported[`${operation}$`] as Schema;
  const input = (operationSchema[4] as () => Schema)();
  const names = (input[4] ?? []) as readonly string[];
  const required = names.slice(0, typeof input[6] === "number" ? input[6] : 0);
  return Object.fromEntries(required.map((name) => [name, fillings[name] ?? "any"]));
}
