import * as sdk from "@aws-sdk/client-amplify";
import { describe, expect, test } from "vitest";
import { operationNames } from "../../src/amplify/operations.ts";
import { withBreakers, type Protected } from "../../src/index.ts";
import { ManualClock, type ModelledErrorName } from "../../src/testing/index.ts";
import { walkAccount, type Caller } from "./support/account-walk.ts";
import { commandOf, methodOf, requiredInput } from "./support/commands.ts";
import { recordEvents } from "./support/event-record.ts";
import { eventually } from "./support/eventually.ts";
import { comparable, rejectionOf, settlementOf } from "./support/settlement.ts";
import { protectedClient, rawClient, startSimulator } from "./support/simulated-amplify.ts";

const modelledErrors: readonly (readonly [ModelledErrorName, string])[] = [
  ["BadRequestException", "ignored"],
  ["UnauthorizedException", "ignored"],
  ["NotFoundException", "ignored"],
  ["ResourceNotFoundException", "ignored"],
  ["LimitExceededException", "throttled"],
  ["InternalFailureException", "failure"],
  ["DependentServiceFailureException", "failure"],
];

describe.each(modelledErrors)("%s", (name, hears) => {
  test(`of each of the 37 operations reaches the caller as with the raw client, and emits ${hears}`, async () => {
    const [mine, theirs] = await Promise.all([startSimulator(), startSimulator()]);
    for (const { faults } of [mine, theirs]) faults.inject({ kind: "error", error: name });
    const client = protectedClient(mine, {}, { maxAttempts: 1 });
    const raw = rawClient(theirs, { maxAttempts: 1 });
    const events = recordEvents(client.breakers);

    for (const operation of operationNames) {
      const command = () => commandOf(operation, requiredInput(operation));
      const [guarded, expected] = await Promise.all([
        rejectionOf(client.send(command())),
        rejectionOf(raw.send(command())),
      ]);
      expect(guarded).toBeInstanceOf(sdk[name]);
      expect(comparable(guarded), operation).toEqual(comparable(expected));
      expect(Object.getPrototypeOf(guarded)).toBe(Object.getPrototypeOf(expected));
      expect(events.calls.at(-1)).toMatchObject({ type: hears, operation, attempts: 1 });
      const { successes, failures } = client.breakers.circuit(operation).stats();
      expect([successes, failures]).toEqual([0, hears === "failure" ? 1 : 0]);
    }
    expect(events.calls).toHaveLength(37);
    expect(mine.requests.total).toBe(37);
  });
});

/** How a program may call an operation. */
const styles: readonly (readonly [string, (client: sdk.Amplify) => Caller])[] = [
  ["send", (client) => (operation, input) => client.send(commandOf(operation, input)) as ReturnType<Caller>],
  [
    "its own method",
    (client) => (operation, input) => methodOf(client, operation)(input) as ReturnType<Caller>,
  ],
];

test.each(styles)("all 37 operations answer as with the raw client, through %s", async (_style, callerOf) => {
  const walk = async (wrap: (client: sdk.Amplify) => sdk.Amplify) => {
    const clock = new ManualClock();
    const simulator = await startSimulator({ clock });
    const call = callerOf(wrap(rawClient(simulator)));
    const answers: [string, unknown][] = [];
    await walkAccount(
      async (operation, input) => {
        const answer = await call(operation, input);
        answers.push([operation, comparable(answer)]);
        return answer;
      },
      () => {
        clock.advance(60_000);
      },
    );
    return answers;
  };
  const clients: Protected<sdk.Amplify>[] = [];
  const guarded = await walk((client) => {
    clients.push(withBreakers(client));
    return clients[0] ?? client;
  });
  expect(guarded).toEqual(await walk((client) => client));
  expect(guarded.map(([operation]) => operation).toSorted()).toEqual([...operationNames]);
  const circuits = [...(clients[0]?.breakers ?? [])];
  expect(circuits.map(({ name }) => name).toSorted()).toEqual([...operationNames]);
  expect(circuits.every((circuit) => circuit.stats().successes === 1)).toBe(true);
});

describe("the paginators", () => {
  const paginators = [
    ["ListApps", sdk.paginateListApps, {}],
    ["ListBranches", sdk.paginateListBranches, { appId: "" }],
    ["ListJobs", sdk.paginateListJobs, { appId: "", branchName: "branch-0" }],
    ["ListDomainAssociations", sdk.paginateListDomainAssociations, { appId: "" }],
  ] as const;

  test.each(paginators)(
    "of %s gives the pages that the raw client gives",
    async (operation, paginate, path) => {
      const branches = ["branch-0", "branch-1", "branch-2"];
      const simulator = await startSimulator({ seedApps: [{ branches }, {}, {}] });
      const appId = simulator.state.apps[0]?.appId ?? "";
      for (let job = 0; job < 3; job++) simulator.state.addJob(appId, "branch-0");
      const client = protectedClient(simulator);
      for (const domainName of ["a.example", "b.example", "c.example"]) {
        await client.createDomainAssociation({ appId, domainName, subDomainSettings: [] });
      }
      // A copy for each: the SDK's paginators write the token into what they are given.
      const inputOf = () => ("appId" in path ? { ...path, appId } : { ...path });
      const pagesOf = async (of: sdk.Amplify) => {
        const pages: unknown[] = [];
        for await (const page of paginate({ client: of, pageSize: 2 }, inputOf() as never)) {
          pages.push({ ...page, $metadata: undefined });
        }
        return pages;
      };
      const pages = await pagesOf(client);
      expect(pages).toHaveLength(2);
      expect(pages).toEqual(await pagesOf(rawClient(simulator)));
      expect(client.breakers.circuit(operation).stats().successes).toBe(2);
    },
  );

  test("refuse what is no client, protected or not", async () => {
    const pages = sdk.paginateListApps({ client: {} as never }, {});
    await expect(pages.next()).rejects.toThrow("Invalid client");
  });
});

describe("send", () => {
  const command = () => new sdk.ListAppsCommand({});

  test("with a command, or a command and options, returns a promise", async () => {
    const simulator = await startSimulator({ seedApps: 2 });
    const client = protectedClient(simulator);
    const plain = client.send(command());
    expect(plain).toBeInstanceOf(Promise);
    expect((await plain).apps).toHaveLength(2);
    expect((await client.send(command(), {})).apps).toHaveLength(2);
  });

  const callbackForms: readonly (readonly [string, (client: sdk.Amplify, callback: Callback) => unknown])[] =
    [
      ["a command and a callback", (client, callback) => client.send(command(), callback)],
      ["a command, options and a callback", (client, callback) => client.send(command(), {}, callback)],
    ];

  test.each(callbackForms)(
    "with %s returns nothing and calls back once, with what the raw client would",
    async (_form, send) => {
      const simulator = await startSimulator();
      const client = protectedClient(simulator, {}, { maxAttempts: 1 });
      for (const fault of [undefined, { kind: "error", error: "NotFoundException" }] as const) {
        if (fault !== undefined) simulator.faults.inject(fault);
        const calls = { guarded: [] as unknown[][], raw: [] as unknown[][] };
        expect(send(client, (...args) => calls.guarded.push(args))).toBeUndefined();
        send(rawClient(simulator, { maxAttempts: 1 }), (...args) => calls.raw.push(args));
        await eventually("both callbacks", () => calls.guarded.length + calls.raw.length === 2);
        const shape = (args: unknown[] = []) => [args.length, args[0] === null, typeof args[1]];
        expect(shape(calls.guarded[0])).toEqual(shape(calls.raw[0]));
        if (fault !== undefined) expect(calls.guarded[0]?.[0]).toBeInstanceOf(sdk.NotFoundException);
      }
    },
  );

  test("survives a callback that throws: nothing is unhandled, and the next call goes through", async () => {
    const simulator = await startSimulator();
    const client = protectedClient(simulator);
    const events = recordEvents(client.breakers);
    const unhandled: unknown[] = [];
    const note = (error: unknown) => unhandled.push(error);
    process.on("unhandledRejection", note).on("uncaughtException", note);
    let calledBack = 0;
    client.send(command(), () => {
      calledBack++;
      throw new Error("a callback's own business");
    });
    await eventually("the callback", () => calledBack === 1);
    await client.send(command());
    process.off("unhandledRejection", note).off("uncaughtException", note);
    expect(unhandled).toEqual([]);
    expect(calledBack).toBe(1);
    expect(events.endings).toEqual(["success", "success"]);
  });

  test("with something else than a command fails as with the raw client", async () => {
    const simulator = await startSimulator();
    const client = protectedClient(simulator);
    const raw = rawClient(simulator);
    for (const nonsense of [undefined, null, 7, "ListApps", {}]) {
      const guarded = await settlementOf(async () => client.send(nonsense as never));
      const expected = await settlementOf(async () => raw.send(nonsense as never));
      expect(comparable(guarded)).toEqual(comparable(expected));
      expect(guarded.error).toBeInstanceOf(TypeError);
    }
    expect([...client.breakers]).toEqual([]);
  });
});

type Callback = (error: unknown, output?: unknown) => void;
