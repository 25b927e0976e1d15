import { AmplifyClient, CreateAppCommand, GetAppCommand, ListAppsCommand } from "@aws-sdk/client-amplify";
import { describe, expect, test } from "vitest";
import { createBreakers } from "../../src/index.ts";
import { clientOf, started } from "../testing/started-simulator.ts";
import { aClient, illness, lateRegion } from "./a-client.ts";

const opensAtOnce = { consecutiveFailures: 1, failureSpanMs: 0 } as const;

async function fail({ client, send }: ReturnType<typeof aClient>): Promise<void> {
  send.mockRejectedValueOnce(illness());
  await client.send(new ListAppsCommand({})).catch(() => {});
}

describe("the incident of an operation", () => {
  test("is what went wrong with it, and nothing where nothing did", async () => {
    const handMade = aClient(opensAtOnce);
    const { breakers } = handMade;
    expect(breakers.incident("ListApps")).toBeUndefined();
    await fail(handMade);
    expect(breakers.incident("ListApps")).toMatchObject({ status: "ongoing", circuit: "ListApps" });
    expect(breakers.incident("GetApp")).toBeUndefined();
    expect(breakers.incidents().map(({ id }) => id)).toEqual([breakers.incident("ListApps")?.id]);
  });

  test("is there for who hears of its opening", async () => {
    const handMade = aClient(opensAtOnce);
    const seen: unknown[] = [];
    handMade.breakers.on("open", () => seen.push(handMade.breakers.incident("ListApps")?.status));
    await fail(handMade);
    expect(seen).toEqual(["ongoing"]);
  });

  test("is told by the settings in force, without a change to which circuits are in use", async () => {
    const handMade = aClient(opensAtOnce);
    await fail(handMade);
    const report = handMade.breakers.incident("ListApps")?.toJSON();
    expect(report?.settings).toMatchObject({ consecutiveFailures: 1, timeout: 30_000 });
    expect([...handMade.breakers].map(({ name }) => name)).toEqual(["ListApps"]);
  });

  test("is found by the input where a function groups the circuits", async () => {
    const circuit = (_: string, input: unknown): string => (input as { appId?: string }).appId ?? "none";
    const handMade = aClient({ ...opensAtOnce, circuit });
    handMade.send.mockRejectedValueOnce(illness());
    await handMade.client.send(new GetAppCommand({ appId: "d1" })).catch(() => {});
    expect(handMade.breakers.incident("GetApp", { input: { appId: "d1" } })?.circuit).toBe("d1");
    expect(handMade.breakers.incident("GetApp", { input: { appId: "d2" } })).toBeUndefined();
    // As events name the circuit.
    expect(handMade.breakers.incident("d1")?.circuit).toBe("d1");
  });

  test("is none of a circuit in use that nothing is wrong with, whatever its name", async () => {
    const handMade = aClient({ circuit: () => "all" });
    await handMade.client.send(new ListAppsCommand({}));
    expect(handMade.breakers.incident("all")).toBeUndefined();
    expect(() => handMade.breakers.incident("none")).toThrow(TypeError);
  });

  test("is asked for by a name that there is, and options that there are", () => {
    const { breakers } = aClient();
    expect(() => breakers.incident("ListApp")).toThrow(/^incident\(\): .*did you mean ListApps\?/);
    expect(() => breakers.incident("ListApps", { inputs: 1 } as never)).toThrow(/did you mean input\?/);
    const shared = createBreakers();
    expect(() => shared.incident("ListApp")).toThrow(/did you mean ListApps\?/);
    expect(() => shared.incident("ListApps", { client: new AmplifyClient({}) })).toThrow(
      /^incident\(\) must be told a client/,
    );
  });

  test("is not recorded where none are to be kept", async () => {
    const handMade = aClient({ ...opensAtOnce, incidents: 0 });
    await fail(handMade);
    expect(handMade.breakers.circuit("ListApps").state).toBe("open");
    expect(handMade.breakers.incident("ListApps")).toBeUndefined();
    expect(handMade.breakers.incidents()).toEqual([]);
  });

  test("is none as long as nobody knows where the client's calls go", () => {
    const handMade = aClient(opensAtOnce, { region: lateRegion().region });
    expect(handMade.breakers.incident("ListApps")).toBeUndefined();
    expect(handMade.breakers.incidents()).toEqual([]);
  });
});

test("a client sees the outages of its own region and scope, and shared breakers see all", async () => {
  const simulator = await started();
  simulator.faults.inject({ kind: "error", error: "InternalFailureException", operations: "ListApps" });
  const breakers = createBreakers(opensAtOnce);
  const [first, second] = ["tenant-1", "tenant-2"].map((scope) =>
    breakers.protect(clientOf(simulator), { scope }),
  );
  if (first === undefined || second === undefined) throw new Error("two clients are expected");
  for (const client of [first, second]) await client.send(new ListAppsCommand({})).catch(() => {});
  expect(first.breakers.incidents().map((incident) => incident.toJSON().scope)).toEqual(["tenant-1"]);
  expect(JSON.stringify(first.breakers.incident("ListApps"))).not.toContain("tenant-2");
  expect(breakers.incidents().map((incident) => incident.toJSON().scope)).toEqual(["tenant-2", "tenant-1"]);
  expect(breakers.incident("ListApps", { client: first })?.toJSON().scope).toBe("tenant-1");
  expect(breakers.incident("ListApps")?.toJSON().scope).toBe("tenant-2");
  breakers.shutdown();
});

test("an incident knows the account, the SDK and what was asked for, without its secrets", async () => {
  const simulator = await started();
  simulator.faults.inject({ kind: "error", error: "InternalFailureException", operations: "CreateApp" });
  const breakers = createBreakers(opensAtOnce);
  const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "x", accountId: "123456789012" };
  const client = breakers.protect(clientOf(simulator, { credentials }));
  const input = { name: "shop", accessToken: "ghp_of_the_house", environmentVariables: { KEY: "k3y-of-it" } };
  await client.send(new CreateAppCommand(input)).catch(() => {});
  const report = breakers.incident("CreateApp")?.toJSON();
  expect(report).toMatchObject({
    accountId: "123456789012",
    region: "us-east-1",
    versions: { sdk: expect.stringMatching(/^3\.\d+\.\d+$/) as string },
    reproduction: { operation: "CreateApp" },
  });
  expect(JSON.stringify(report)).not.toMatch(/ghp_of_the_house|k3y-of-it/);
  breakers.shutdown();
});

test("another region and another endpoint are not this client's", async () => {
  const [here, there] = [await started(), await started()];
  for (const simulator of [here, there]) {
    simulator.faults.inject({ kind: "error", error: "InternalFailureException", operations: "ListApps" });
  }
  const breakers = createBreakers(opensAtOnce);
  const client = breakers.protect(clientOf(here));
  const others = [clientOf(here, { region: "eu-west-3" }), clientOf(there)].map((raw) =>
    breakers.protect(raw),
  );
  for (const one of [client, ...others]) await one.send(new ListAppsCommand({})).catch(() => {});
  expect(breakers.incidents()).toHaveLength(3);
  expect(client.breakers.incidents().map((incident) => incident.toJSON())).toMatchObject([
    { region: "us-east-1", endpoint: here.endpoint.replace("http://", "") },
  ]);
  breakers.shutdown();
});
