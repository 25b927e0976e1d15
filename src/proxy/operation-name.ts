import { unknownOperation } from "../amplify/operations.ts";
import { readProperty, readString } from "../errors/read-property.ts";

const nameByClass = new WeakMap<object, string>();

/**
 * The operation a command stands for, as in `ListApps`; `Unknown` where it does not tell.
 *
 * The class name alone will not do: minifiers shorten it.
 */
export function operationName(command: object, config: unknown): string {
  const schema = readProperty(command, "schema");
  if (Array.isArray(schema) && typeof schema[2] === "string") return schema[2];
  const { constructor } = command;
  const known = nameByClass.get(constructor);
  if (known !== undefined) return known;
  const commandName = nameInContext(command, config) ?? nameOfClass(constructor);
  const name = commandName?.replace(/Command$/, "") ?? unknownOperation;
  nameByClass.set(constructor, name);
  return name;
}

/** Releases of the SDK from before the schemas name the command in the context that its middleware gets. */
function nameInContext(command: object, config: unknown): string | undefined {
  let commandName: string | undefined;
  const stack = {
    concat: () => ({
      resolve: (handler: unknown, context: unknown) => {
        commandName = readString(context, "commandName");
        return handler;
      },
    }),
  };
  try {
    resolveStandIn(command, stack, config);
  } catch {
    return undefined;
  }
  return commandName;
}

/** Asks a stand-in of the command, because to resolve its middleware adds to the command's own stack. */
function resolveStandIn(command: object, stack: unknown, config: unknown): void {
  const ownStack = readProperty(command, "middlewareStack") as { clone(): unknown };
  const standIn = Object.create(command, { middlewareStack: { value: ownStack.clone() } }) as {
    resolveMiddleware(stack: unknown, config: unknown, options: object): unknown;
  };
  standIn.resolveMiddleware(stack, config, {});
}

function nameOfClass(constructor: { readonly name: string }): string | undefined {
  return constructor.name.endsWith("Command") ? constructor.name : undefined;
}
