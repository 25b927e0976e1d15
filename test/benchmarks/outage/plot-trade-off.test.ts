import { expect, test } from "vitest";
import { plotLostAgainstSaved } from "../../../benchmarks/outage/plot-trade-off.ts";
import { anOutageRun } from "./an-outage-run.ts";
import { parseSvg, textsOf } from "./parse-svg.ts";

const runs = [
  anOutageRun(),
  anOutageRun({ subject: "opossum, defaults", callsLost: 100, requestsInFault: 10 }),
  anOutageRun({ subject: "mollitia", callsLost: 0, requestsInFault: 0 }),
];

test("the trade-off is an SVG that names each subject and outage, and says where it is better", () => {
  const texts = textsOf(parseSvg(plotLostAgainstSaved(runs)));
  expect(texts).toContain("opossum, defaults");
  expect(texts).toContain("mollitia");
  expect(texts.filter((text) => text === "1 s")).toHaveLength(2);
  expect(texts.join(" ")).toContain("down and right is better");
});

test("the trade-off says in words what it shows", () => {
  const root = parseSvg(plotLostAgainstSaved(runs));
  expect(root.getElementsByTagName("desc")[0]?.textContent).toContain(
    "opossum, defaults, 1 s: 2.00 times the calls lost, 90 % of the requests spared.",
  );
});

test("a name cannot break out of the trade-off", () => {
  const subject = `"><script>'&`;
  const root = parseSvg(plotLostAgainstSaved([anOutageRun(), anOutageRun({ subject })]));
  expect(root.getElementsByTagName("script")).toHaveLength(0);
  expect(textsOf(root)).toContain(subject);
});

test("an outage in which the raw client lost nothing has no place, and the plot says so", () => {
  const blip = { scenario: "50 ms", faultMs: 50 };
  const texts = textsOf(
    parseSvg(
      plotLostAgainstSaved([
        ...runs,
        anOutageRun({ ...blip, callsLost: 0 }),
        anOutageRun({ ...blip, subject: "mollitia", callsLost: 3 }),
      ]),
    ),
  );
  expect(texts).not.toContain("50 ms");
  expect(texts.join(" ")).toContain("In 50 ms it lost no call, the others up to 3.");
});

test("without an outage at the plot's rate there is no trade-off to plot", () => {
  const message = "there is no total outage at 150 calls a second to plot";
  expect(() => plotLostAgainstSaved([])).toThrow(new RangeError(message));
  expect(() => plotLostAgainstSaved([anOutageRun({ callsPerSecond: 10 })])).toThrow(message);
  expect(() => plotLostAgainstSaved([anOutageRun({ scenario: "brown-out 30 %" })])).toThrow(message);
});
