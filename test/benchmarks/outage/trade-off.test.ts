import { expect, test } from "vitest";
import { tradeOffs } from "../../../benchmarks/outage/trade-off.ts";
import { anOutageRun } from "./an-outage-run.ts";

test("repetitions are added up before they are compared with the raw client's", () => {
  const [, mollitia] = tradeOffs([
    anOutageRun({ callsLost: 10, requestsInFault: 100 }),
    anOutageRun({ callsLost: 30, requestsInFault: 300 }),
    anOutageRun({ subject: "mollitia", callsLost: 15, requestsInFault: 20 }),
    anOutageRun({ subject: "mollitia", callsLost: 5, requestsInFault: 20 }),
  ]);
  expect(mollitia).toMatchObject({ subject: "mollitia", lostPerRaw: 0.5, rawPerRequest: 10 });
});

test("shorter outages come first", () => {
  const offs = tradeOffs([
    anOutageRun({ scenario: "8 s", faultMs: 8_000 }),
    anOutageRun({ scenario: "200 ms", faultMs: 200 }),
  ]);
  expect(offs.map(({ scenario }) => scenario)).toEqual(["200 ms", "8 s"]);
});

test("an outage the raw client did not go through is an error", () => {
  expect(() => tradeOffs([anOutageRun({ subject: "mollitia" })])).toThrow(
    new RangeError('there is no run of the raw client for "1 s"'),
  );
});
