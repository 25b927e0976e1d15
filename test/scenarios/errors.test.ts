import * as sdk from "@aws-sdk/client-amplify";
import { describe, expect, test } from "vitest";
import { withBreakers } from "../../src/index.ts";
import { recordEvents } from "./support/event-record.ts";
import { aborts, local, network, refusals, strangeAnswers, type ErrorRow } from "./support/error-rows.ts";
import { comparable, settlementOf, type Settlement } from "./support/settlement.ts";
import { rawClient, startSimulator } from "./support/simulated-amplify.ts";

/** What one side, the raw client or the protected one, is given and gives. */
async function play(row: ErrorRow, wrap: (client: sdk.Amplify) => sdk.Amplify): Promise<Settlement> {
  const simulator = await startSimulator();
  if (row.fault !== undefined) simulator.faults.inject(row.fault);
  const client = rawClient((await row.place?.()) ?? simulator, row.config?.());
  const controller = new AbortController();
  const headers = watch(client, "low");
  const attemptEnd = watch(client, "high");
  const send =
    row.send ?? ((to, abortSignal) => to.send(new sdk.ListAppsCommand({ maxResults: 9 }), { abortSignal }));
  const settled = settlementOf(() => send(wrap(client), controller.signal));
  await row.meanwhile?.({ simulator, controller, headers, attemptEnd });
  return settled;
}

/** Resolves when the first attempt comes back to that layer of the SDK. */
function watch(client: sdk.Amplify, priority: "low" | "high"): Promise<void> {
  return new Promise((resolve) => {
    client.middlewareStack.add((next) => (args) => next(args).finally(resolve), {
      step: "deserialize",
      priority,
      name: `watch-${priority}`,
    });
  });
}

const classes = [
  Error,
  AggregateError,
  SyntaxError,
  TypeError,
  sdk.AmplifyServiceException,
  sdk.BadRequestException,
  sdk.NotFoundException,
];

describe.each([
  { kind: "trouble on the network", rows: network },
  { kind: "an abort", rows: aborts },
  { kind: "a strange answer", rows: strangeAnswers },
  { kind: "a refusal", rows: refusals },
  { kind: "trouble before it is sent", rows: local },
])("a call, with $kind,", ({ rows }) => {
  test.each(rows)("ends as with the raw client, and emits $hears, when $when", async (row) => {
    const wrapped: ReturnType<typeof wrapAndRecord>[] = [];
    const [raw, guarded] = await Promise.all([
      play(row, (client) => client),
      play(row, (client) => {
        wrapped.push(wrapAndRecord(client));
        return wrapped[0]?.client ?? client;
      }),
    ]);
    const [{ client, events } = expect.unreachable("the call was never made")] = wrapped;

    const got = (raw.error ?? raw.output) as Readonly<Record<string, unknown>>;
    for (const [member, expected] of Object.entries(row.gets)) {
      if (expected instanceof RegExp) expect(got[member]).toMatch(expected);
      else expect({ [member]: got[member] }).toMatchObject({ [member]: expected as unknown });
    }
    expect(comparable(guarded)).toEqual(comparable(raw));
    expect(classes.map((Class) => guarded.error instanceof Class)).toEqual(
      classes.map((Class) => raw.error instanceof Class),
    );

    const [event] = events.calls;
    expect(events.endings).toEqual([row.hears]);
    if (row.attempts !== undefined) expect(event?.attempts).toBe(row.attempts);
    const stats = [...client.breakers].map((circuit) => circuit.stats());
    for (const { successes, failures, inFlight } of stats.length === 0 ? [emptyStats] : stats) {
      expect({ successes, failures, inFlight }).toEqual({
        successes: row.hears === "success" ? 1 : 0,
        failures: row.hears === "failure" ? 1 : 0,
        inFlight: 0,
      });
    }
  });
});

const emptyStats = { successes: 0, failures: 0, inFlight: 0 };

function wrapAndRecord(raw: sdk.Amplify) {
  const client = withBreakers(raw);
  return { client, events: recordEvents(client.breakers) };
}
