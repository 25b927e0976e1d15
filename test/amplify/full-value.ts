import * as sdk from "@aws-sdk/client-amplify";
import { operationNames, type OperationName } from "../../src/amplify/operations.ts";
import { readShape, type Shape } from "../../src/testing/protocol/shape.ts";
import type { StaticSchema } from "../../src/testing/protocol/static-schema.ts";

/** Gives the text for a member, told how it is called. */
type TextFor = (member: string) => string;

/** A value of that shape with every member there is. */
function fullValue(shape: Shape, textFor: TextFor, member = ""): unknown {
  switch (shape.kind) {
    case "string":
      return textFor(member);
    case "number":
      return 3;
    case "boolean":
      return true;
    case "timestamp":
      return new Date(0);
    case "list":
      return [fullValue(shape.item, textFor, member)];
    case "map":
      return { name: fullValue(shape.value, textFor, member) };
    case "structure":
      return Object.fromEntries(
        shape.members.map(({ name, shape: inner }) => [name, fullValue(inner, textFor, name)]),
      );
  }
}

/** A command of an operation, with its own input and what it answers, both with every member. */
export interface FullOperation {
  readonly operation: OperationName;
  readonly command: { readonly input: unknown };
  readonly output: unknown;
}

/** Every operation of the API, its members' texts made by `textFor`. */
export function fullOperations(textFor: TextFor): FullOperation[] {
  return operationNames.map((operation) => {
    const { [`${operation}Command`]: Command } = sdk as unknown as Record<
      string,
      new (input: unknown) => { readonly input: unknown; readonly schema: readonly unknown[] }
    >;
    if (Command === undefined) throw new Error(`the SDK has no ${operation}`);
    const { schema } = new Command({});
    const [input, output] = [schema[4], schema[5]].map((part) =>
      fullValue(readShape(part as StaticSchema), textFor),
    );
    return { operation, command: new Command(input), output };
  });
}
