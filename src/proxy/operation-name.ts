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
  const commandClass = classOf(command);
  const known = commandClass === undefined ? undefined : nameByClass.get(commandClass);
  if (known !== undefined) return known;
  const commandName = nameInContext(command, config) ?? nameOfClass(commandClass);
  const name = commandName?.replace(/Command$/, "") ?? unknownOperation;
  if (commandClass !== undefined) nameByClass.set(commandClass, name);
  return name;
}

/** A command without a class of its own is a mock, and the next such one need not stand for the same operation. */
function classOf(command: object): (() => unknown) | undefined {
  const found = readProperty(command, "constructor");
  return typeof found === "function" && found !== Object ? (found as () => unknown) : undefined;
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
    // It may have said its name before it failed.
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

function nameOfClass(commandClass: (() => unknown) | undefined): string | undefined {
  const name = readString(commandClass, "name");
  return name?.endsWith("Command") ? name : undefined;
}
