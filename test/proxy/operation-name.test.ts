import * as sdk from "@aws-sdk/client-amplify";
import * as oldSdk from "client-amplify-oldest";
import { describe, expect, test } from "vitest";
import { operationNames } from "../../src/amplify/operations.ts";
import { operationName } from "../../src/proxy/operation-name.ts";
import { commandOf } from "../scenarios/support/commands.ts";

const { config } = new sdk.AmplifyClient({ region: "us-east-1" });
const { config: oldConfig } = new oldSdk.AmplifyClient({ region: "us-east-1" });

/** A class with the name a minifier might give it. */
function minified<Class extends new (...args: never[]) => object>(Base: Class): Class {
  return Object.defineProperty(Base, "name", { value: "a" });
}

describe("the name of an operation", () => {
  test.each(operationNames)("%s is found", (operation) => {
    expect(operationName(commandOf(operation), config)).toBe(operation);
  });

  test("is read from the schema, whatever the class is called", () => {
    const command = new (minified(class extends sdk.ListAppsCommand {}))({});
    expect(operationName(command, config)).toBe("ListApps");
    expect(operationName({ schema: [9, "com.amazonaws.amplify", "GetJob"] }, config)).toBe("GetJob");
  });

  test("is read from the middleware's context where there is no schema, and the command is left as it was", () => {
    const command = new (minified(class extends oldSdk.StartJobCommand {}))({} as never);
    const before = command.middlewareStack.identify();
    expect(operationName(command, oldConfig)).toBe("StartJob");
    expect(operationName(command, oldConfig)).toBe("StartJob");
    expect(command.middlewareStack.identify()).toEqual(before);
  });

  test("is that of the class where nothing else tells", () => {
    class GetAppCommand {
      readonly input = {};
    }
    expect(operationName(new GetAppCommand(), config)).toBe("GetApp");
    class RunCommandTwiceCommand {
      readonly input = {};
    }
    expect(operationName(new RunCommandTwiceCommand(), config)).toBe("RunCommandTwice");
  });

  test("is found once for each class", () => {
    let asked = 0;
    class GetJobCommand {
      readonly input = {};
      readonly middlewareStack = { clone: () => ({}) };

      resolveMiddleware(): void {
        asked++;
      }
    }
    class GetBranchCommand extends GetJobCommand {}
    const classes = [GetJobCommand, GetBranchCommand, GetJobCommand, GetBranchCommand];
    expect(classes.map((Command) => operationName(new Command(), config))).toEqual([
      "GetJob",
      "GetBranch",
      "GetJob",
      "GetBranch",
    ]);
    expect(asked).toBe(2);
  });

  test("of one mock without a class is not taken for that of the next", () => {
    const mock = (commandName: string) => ({
      input: {},
      middlewareStack: { clone: () => ({}) },
      resolveMiddleware: (stack: {
        concat: () => { resolve: (handler: unknown, context: object) => unknown };
      }) => stack.concat().resolve(undefined, { commandName }),
    });
    expect(operationName(mock("GetAppCommand"), config)).toBe("GetApp");
    expect(operationName(mock("ListAppsCommand"), config)).toBe("ListApps");
    expect(operationName({ input: {} }, config)).toBe("Unknown");
  });

  test.each([
    ["a plain object", { input: {} }],
    ["an object without a prototype's class", Object.create({ constructor: undefined }) as object],
    ["an object without prototype", Object.assign(Object.create(null) as object, { input: {} })],
    ["an object whose constructor is none", { input: {}, constructor: "GetAppCommand" }],
    ["a class called otherwise", new URL("about:blank")],
    ["a schema of another kind", { input: {}, schema: ["a", "b", 7] }],
    [
      "middleware that throws",
      {
        input: {},
        middlewareStack: { clone: () => ({}) },
        resolveMiddleware: () => {
          throw new Error("no middleware");
        },
      },
    ],
  ])("is Unknown for %s", (_what, command) => {
    expect(operationName(command, config)).toBe("Unknown");
  });
});
