import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { RecordedBreakers, noStats } from "./a-recorder.ts";

const request = { input: { appId: "d1" }, accountId: "123456789012", sdkVersion: "3.1169.0" };

/** What follows a heading, up to the next. */
function sectionOf(markdown: string, heading: string): string {
  const sections = markdown.split(/^## /mu);
  return sections.find((text) => text.startsWith(heading)) ?? "";
}

test("a report begins with what is out, where and since when, and has all that AWS asks for", () => {
  const breakers = new RecordedBreakers();
  breakers.use("GetApp", {}, { successes: 4 });
  breakers.fail({ ...request, operation: "GetJob" });
  breakers.open({ stats: { ...noStats, p50Ms: 20, p99Ms: 90 } });
  breakers.clock.advance(61_000);
  const markdown = breakers.incident.toMarkdown();
  const [title, , summary] = markdown.split("\n");
  expect(title).toBe("# AWS Amplify ListApps in eu-west-1: InternalFailureException");
  expect(summary).toMatch(/^Out since \S+Z, for 1 min 1 s, and it goes on: 1 failed calls, 3 requests\.$/);
  const facts = sectionOf(markdown, "Facts");
  for (const fact of [
    "| Region | eu-west-1 |",
    "| Account | 123456789012 |",
    "| Operations | GetJob |",
    "| Good answers before | 20 ms median, 90 ms p99 |",
    "| Failed calls | 90 ms median, 90 ms longest |",
    "| Waited between attempts | 80 ms |",
    "@aws-sdk/client-amplify 3.1169.0",
    "Node.js v",
  ]) {
    expect(facts).toContain(fact);
  }
  expect(facts).not.toContain("Endpoint");
  expect(sectionOf(markdown, "Failed requests")).toContain("| r-1 | e-1, c-1 | 3 | 80 ms | 90 ms |");
  expect(sectionOf(markdown, "Errors")).toContain("| InternalFailureException |  | 500 | 1 |");
  expect(sectionOf(markdown, "How far")).toContain("these work: GetApp.");
  expect(sectionOf(markdown, "How to reproduce")).toContain("aws amplify get-job");
  expect(sectionOf(markdown, "Circuit settings")).toContain('"timeout": 30000');
  expect(sectionOf(markdown, "For whoever")).toContain("Something broke inside Amplify");
  expect(markdown).not.toContain("What AWS reports");
});

test("an outage that is over says until when", () => {
  const breakers = new RecordedBreakers();
  breakers.open();
  breakers.clock.advance(500);
  breakers.close();
  expect(breakers.incident.toMarkdown()).toMatch(/^Out from \S+Z to \S+Z, for 500 ms: 0 failed calls/mu);
});

test("failures without an outage have no timeline, and say so", () => {
  const breakers = new RecordedBreakers();
  breakers.fail();
  const markdown = breakers.incident.toMarkdown();
  expect(markdown).toContain("without the circuit having opened");
  expect(markdown).not.toContain("## Timeline");
  expect(markdown).not.toContain("How to reproduce");
});

test("a dry run is marked, and failures of further kinds are counted", () => {
  const breakers = new RecordedBreakers();
  breakers.open({ dryRun: true });
  for (let kind = 0; kind < 22; kind++)
    breakers.fail({}, Object.assign(new Error("no"), { code: `E${kind}` }));
  expect(breakers.incident.toMarkdown()).toContain(": Error (dry run)\n");
  expect(breakers.incident.toMarkdown()).toContain("And 2 failures of other kinds.");
});

test("what AWS reports is told in a table, with where and when it was asked", async () => {
  const events = [
    {
      service: "amplify",
      region: "eu-west-1",
      status: "1",
      summary: "Increased | errors",
      isAmplify: true,
      since: 0,
    },
  ];
  const report = { checkedAt: 0, source: "https://health.example", status: "reported", events } as const;
  const breakers = new RecordedBreakers({ health: { look: () => Promise.resolve(report) } });
  breakers.open();
  await nextTurn();
  const section = sectionOf(breakers.incident.toMarkdown(), "What AWS reports");
  expect(section).toContain("asked at 1970-01-01T00:00:00.000Z (https://health.example)");
  expect(section).toContain("| amplify | eu-west-1 | 1 | 1970-01-01T00:00:00.000Z | Increased \\| errors |");
});

test("where AWS reports nothing, that is told too", async () => {
  const report = {
    checkedAt: 0,
    source: "https://health.example",
    status: "nothingReported",
    events: [],
  } as const;
  const breakers = new RecordedBreakers({ health: { look: () => Promise.resolve(report) } });
  breakers.open();
  await nextTurn();
  expect(sectionOf(breakers.incident.toMarkdown(), "What AWS reports")).toContain(
    "Nothing for Amplify or what it depends on",
  );
});

test("whatever names and messages hold, they stay text", () => {
  const breakers = new RecordedBreakers();
  const evil = "<img src=x> | `x` [a](b)\n# Heading\u001b[2J";
  breakers.fail(
    { circuit: evil, operation: evil },
    Object.assign(new Error(evil), { name: evil, code: evil }),
  );
  breakers.open({ circuit: evil });
  const markdown = breakers.incident.toMarkdown();
  const outsideFences = markdown.replaceAll(/^(`{3,})[^]*?^\1$/gmu, "");
  expect(outsideFences).not.toMatch(/(?<!\\)<img|^# Heading/mu);
  expect(markdown).not.toContain("\u001b");
});

test("a scope is nobody else's business", () => {
  const breakers = new RecordedBreakers();
  breakers.open({ scope: "tenant-42" });
  expect(breakers.incident.toMarkdown()).not.toContain("tenant-42");
  expect(breakers.incident.toJSON().scope).toBe("tenant-42");
});
