import * as amplify from "@aws-sdk/client-amplify";
import type { AnyCommand } from "../subjects/subject.ts";

type CommandClass = new (input: object) => AnyCommand;

/** A command of each operation there is; without the input it needs, so only for a `send` that sends nothing. */
export function everyOperation(): AnyCommand[] {
  return Object.entries(amplify)
    .filter(([name]) => name.endsWith("Command") && name !== "$Command")
    .map(([, Command]) => new (Command as unknown as CommandClass)({}));
}
