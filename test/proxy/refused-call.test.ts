import { ListAppsCommand } from "@aws-sdk/client-amplify";
import { describe, expect, test } from "vitest";
import { rejectionOf } from "../scenarios/support/settlement.ts";
import { aClient, illness, type HandMadeClient } from "./a-client.ts";

const listApps = new ListAppsCommand({});

/** A client whose region is known and whose circuit has had a success. */
async function aSettledClient(options?: Parameters<typeof aClient>[0]): Promise<HandMadeClient> {
  const made = aClient(options);
  await made.client.send(listApps);
  return made;
}

async function open({ client, send }: HandMadeClient): Promise<void> {
  send.mockRejectedValue(illness());
  client.breakers.configure("ListApps", { consecutiveFailures: 1, failureSpanMs: 0 });
  await rejectionOf(client.send(listApps));
}

/** The line of a stack in which the function stands that made the call. */
function lineOf(name: string, error: Error): number {
  return (error.stack ?? "").split("\n").findIndex((line) => line.includes(name));
}

describe("the stack of a refused call", () => {
  test.each<[string, (made: HandMadeClient) => Promise<void> | void]>([
    ["open", open],
    ["isolated", ({ breakers }) => breakers.circuit("ListApps").isolate("freeze")],
    ["shut down", ({ breakers }) => breakers.shutdown()],
  ])("shows who made the call where the circuit is %s", async (_, refuse) => {
    const made = await aSettledClient();
    await refuse(made);
    const deployBranch = (): Promise<unknown> => made.client.send(listApps);
    const error = await rejectionOf(deployBranch());
    expect(error["outcome"]).toBe("notSent");
    expect(lineOf("deployBranch", error)).toBeGreaterThan(0);
    // Of the ten frames that Node.js keeps, the caller has the larger part.
    expect(lineOf("deployBranch", error)).toBeLessThan(8);
  });
});
