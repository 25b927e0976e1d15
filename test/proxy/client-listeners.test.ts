import { ListAppsCommand } from "@aws-sdk/client-amplify";
import { setImmediate as nextTurn } from "node:timers/promises";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { aClient } from "./a-client.ts";

test("a listener that was to hear one event is let go when it has heard it", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc") as () => void;
  const { client, breakers } = aClient();
  let listener: (() => void) | undefined = () => {};
  const reference = new WeakRef(listener);
  breakers.once("success", listener);
  listener = undefined;
  for (let turn = 0; turn < 3; turn++) await nextTurn();
  collect();
  expect(reference.deref()).toBeDefined();
  await client.send(new ListAppsCommand({}));
  for (let turn = 0; turn < 3; turn++) {
    await nextTurn();
    collect();
  }
  expect(reference.deref()).toBeUndefined();
  expect([...breakers]).toHaveLength(1);
});
