import type * as sdk from "@aws-sdk/client-amplify";
import type { OperationName } from "./operations.ts";

type CommandOf<Operation extends OperationName> = InstanceType<(typeof sdk)[`${Operation}Command`]>;

/** What a call of the operation takes, as the SDK types it. */
export type InputOf<Operation extends OperationName> = CommandOf<Operation>["input"];

/** What a call of the operation resolves to, as the SDK types it. */
export type OutputOf<Operation extends OperationName> =
  ReturnType<CommandOf<Operation>["resolveMiddleware"]> extends (
    ...args: never[]
  ) => Promise<{ output: infer Output }>
    ? Output
    : never;
