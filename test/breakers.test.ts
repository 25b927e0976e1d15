import { AmplifyClient, type AmplifyClientConfig } from "@aws-sdk/client-amplify";
import { describe, expect, test } from "vitest";
import { Breakers, createBreakers, withBreakers } from "../src/index.ts";
import { recordEvents } from "./scenarios/support/event-record.ts";
import { callTogether, namesOf, openByOutage, quickToOpen } from "./scenarios/support/outage.ts";
import { rawClient, startSimulator } from "./scenarios/support/simulated-amplify.ts";

const amplifyClient = (config: AmplifyClientConfig = {}) =>
  new AmplifyClient({ region: "us-east-1", ...config });
const once = { maxAttempts: 1 };

describe("a client", () => {
  test("that is protected already is refused, by whichever breakers", () => {
    const client = withBreakers(amplifyClient());
    const refusal = new TypeError("this client is protected already; protect the raw client instead");
    expect(() => withBreakers(client)).toThrow(refusal);
    expect(() => createBreakers().protect(client)).toThrow(refusal);
  });

  test.each([
    ["null", null],
    ["an object", {}],
    ['a client of the service "S3"', { config: { serviceId: "S3" }, send: () => {} }],
  ])("that is %s is refused, and told so", (came, client) => {
    const refusal = `breakers protect an AmplifyClient of @aws-sdk/client-amplify; got ${came}`;
    expect(() => withBreakers(client as never)).toThrow(new TypeError(refusal));
    expect(() => createBreakers().protect(client as never)).toThrow(new TypeError(refusal));
  });

  test("that is refused for its options is left without our middleware", () => {
    const client = amplifyClient();
    expect(() => withBreakers(client, { timeout: -1 })).toThrow(RangeError);
    expect(() => createBreakers().protect(client, { scope: "" })).toThrow(TypeError);
    expect(client.middlewareStack.identify().join()).not.toContain("amplifyBreaker");
  });
});

describe("a scope", () => {
  test.each([
    [{ scope: "" }, 'option scope must be a text that is not empty; got ""'],
    [{ scope: 7 }, "option scope must be a text that is not empty; got 7"],
    [{ scope: null }, "option scope must be a text that is not empty; got null"],
    [{ scoop: "a" }, /scoop/],
    ["tenant", /options of protect\(\)/],
    [null, /options of protect\(\)/],
  ])("given as %o is refused", (options, message) => {
    const protect = () => createBreakers().protect(amplifyClient(), options as never);
    expect(protect).toThrow(TypeError);
    expect(protect).toThrow(message);
  });

  test("that is undefined is none", () => {
    expect(
      createBreakers().protect(amplifyClient(), { scope: undefined }).breakers.circuit("GetApp").scope,
    ).toBe(undefined);
  });
});

describe("breakers", () => {
  test("that are given to withBreakers are shared", async () => {
    const simulator = await startSimulator();
    const breakers = createBreakers(quickToOpen);
    const [one, other] = [
      withBreakers(rawClient(simulator, once), breakers),
      withBreakers(rawClient(simulator), breakers),
    ];
    await openByOutage(one, simulator);
    expect(namesOf(await callTogether(other, 1))).toEqual(["CircuitOpenError"]);
    expect(breakers.circuit("ListApps", { client: other }).state).toBe("open");
    expect([...breakers].map(({ name, state }) => [name, state])).toEqual([["ListApps", "open"]]);
  });

  test("that a client has to itself are shut down with it", async () => {
    const client = withBreakers(rawClient(await startSimulator()));
    client.breakers.shutdown();
    expect(namesOf(await callTogether(client, 1))).toEqual(["ShutdownError"]);
  });

  test("name the circuit of a client of theirs only", () => {
    const breakers = createBreakers();
    const raw = amplifyClient();
    const client = breakers.protect(raw);
    expect(breakers.circuit("GetApp", { client }).name).toBe("GetApp");
    for (const other of [raw, withBreakers(amplifyClient()), undefined, null, {}]) {
      expect(() => breakers.circuit("GetApp", { client: other as never })).toThrow(TypeError);
    }
    expect(() => breakers.circuit("GetApp", undefined as never)).toThrow(/circuit\("GetApp", \{ client \}\)/);
    expect(() => breakers.circuit("GetApps" as never, { client })).toThrow(/GetApp/);
  });

  test("tell listeners of all clients' events until they are removed", async () => {
    const simulator = await startSimulator();
    const breakers = createBreakers();
    const [one, other] = ["tenant-1", "tenant-2"].map((scope) =>
      breakers.protect(rawClient(simulator), { scope }),
    );
    if (one === undefined || other === undefined) throw new Error("no clients");
    const heard: string[] = [];
    const listener = ({ scope }: { scope?: string }) => heard.push(scope ?? "");
    expect(breakers.on("success", listener).once("success", ({ type }) => heard.push(type))).toBe(breakers);
    await callTogether(one, 1);
    await callTogether(other, 1);
    breakers.off("success", listener);
    await callTogether(one, 1);
    expect(heard).toEqual(["tenant-1", "success", "tenant-2"]);
  });

  test("of several clients in several places are all listed", async () => {
    const [here, there] = [await startSimulator(), await startSimulator()];
    const breakers = createBreakers();
    expect(breakers).toBeInstanceOf(Breakers);
    const events = recordEvents(breakers);
    for (const place of [here, there]) await callTogether(breakers.protect(rawClient(place)), 1);
    expect([...breakers].map(({ endpoint }) => endpoint)).toEqual(
      [here, there].map(({ port }) => `127.0.0.1:${port}`),
    );
    expect(events.endings).toEqual(["success", "success"]);
  });
});
