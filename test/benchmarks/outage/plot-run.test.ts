import { expect, test } from "vitest";
import { plotRun } from "../../../benchmarks/outage/plot-run.ts";
import { anOutageRun } from "./an-outage-run.ts";
import { parseSvg, textsOf } from "./parse-svg.ts";

const runs = [
  anOutageRun(),
  anOutageRun({
    subject: "opossum, defaults",
    states: [
      { atMs: 100, state: "open" },
      { atMs: 1_100, state: "halfOpen" },
      { atMs: 1_200, state: "closed" },
    ],
  }),
];

test("a plot over time is an SVG that names each subject and what became of its calls", () => {
  const texts = textsOf(parseSvg(plotRun(runs)));
  expect(texts).toContain("raw client");
  expect(texts).toContain("opossum, defaults");
  expect(texts.filter((text) => text.startsWith("50 calls lost, 100 requests while sick"))).toHaveLength(2);
  expect(texts).toContain("seconds since the fault began");
});

test("a plot over time says in words what it shows", () => {
  const root = parseSvg(plotRun(runs));
  expect(root.getElementsByTagName("title")[0]?.textContent).toBe("An outage over time: 1 s");
  expect(root.getElementsByTagName("desc")[0]?.textContent).toContain("opossum, defaults: 50 calls lost");
});

test("a name cannot break out of the plot over time", () => {
  const subject = `</text><script>alert("&")</script>\u0000 \uD800`;
  const root = parseSvg(plotRun([anOutageRun({ subject })]));
  expect(root.getElementsByTagName("script")).toHaveLength(0);
  expect(textsOf(root)).toContain(`</text><script>alert("&")</script>\uFFFD \uFFFD`);
});

test("circuit states are drawn, and nothing for a circuit that stayed closed", () => {
  const bandsOf = (index: number): string[] =>
    [...parseSvg(plotRun(runs.slice(index, index + 1))).getElementsByTagName("path")]
      .map((path) => path.getAttribute("class") ?? "")
      // The legend has one of each.
      .slice(6)
      .filter((name) => /open/i.test(name));
  expect(bandsOf(0)).toEqual([]);
  expect(bandsOf(1)).toEqual(["open behind", "open", "halfOpen behind", "halfOpen"]);
});

test("many panels over a long time stay a small file", () => {
  const series = Array.from({ length: 900 }, (_, index) => ({
    atMs: (index - 20) * 100,
    requests: (index * 7) % 19,
    good: index < 300 ? 0 : (index * 5) % 17,
    lost: index < 300 ? (index * 3) % 17 : 0,
    fallback: 0,
  }));
  const states = Array.from({ length: 60 }, (_, index) => ({
    atMs: index * 1_000,
    state: index % 2 === 0 ? ("open" as const) : ("halfOpen" as const),
  }));
  const many = Array.from({ length: 9 }, (_, index) => anOutageRun({ subject: `${index}`, series, states }));
  expect(plotRun(many).length).toBeLessThan(60_000);
});

test("no run, and runs through different outages, cannot be plotted over time", () => {
  expect(() => plotRun([])).toThrow(new RangeError("there is no run to plot"));
  const other = anOutageRun({ scenario: "8 s" });
  expect(() => plotRun([anOutageRun(), other])).toThrow(
    'runs in one plot must be through the same outage: "1 s" at 150 calls a second, but "8 s"',
  );
  expect(() => plotRun([anOutageRun({ series: [] })])).toThrow("it takes two bins at least");
});
