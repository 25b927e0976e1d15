import type * as sdk from "@aws-sdk/client-amplify";
import { expectTypeOf } from "vitest";
import type { InputOf, OperationName, OutputOf } from "../../src/index.ts";

// What goes in and comes out is what the SDK says.
expectTypeOf<InputOf<"GetApp">>().toEqualTypeOf<sdk.GetAppCommandInput>();
expectTypeOf<OutputOf<"GetApp">>().toEqualTypeOf<sdk.GetAppCommandOutput>();
expectTypeOf<InputOf<"StartJob">>().toEqualTypeOf<sdk.StartJobCommandInput>();
expectTypeOf<OutputOf<"ListApps">>().toEqualTypeOf<sdk.ListAppsCommandOutput>();

// Every operation of the SDK has a name, an input and an output of its own.
type CommandName = Extract<keyof typeof sdk, `${string}Command`>;
expectTypeOf<`${OperationName}Command`>().toEqualTypeOf<Exclude<CommandName, "$Command">>();
expectTypeOf<{ [Operation in OperationName]: OutputOf<Operation> }[OperationName]>().not.toBeNever();
expectTypeOf<OutputOf<"ListApps">>().not.toEqualTypeOf<OutputOf<"GetApp">>();

// @ts-expect-error -- no operation of Amplify
expectTypeOf<InputOf<"ListApp">>().toBeUnknown();
