import { describe, expect, test } from "vitest";
import { readFeedEntry, type FeedEvent } from "../../src/aws-health/feed-event.ts";
import { disruption } from "./a-feed.ts";

/** The shortest entry that counts. */
const small = { service: "amplify-eu-west-1", summary: "Increased Error Rates" };

function eventOf(entry: unknown): FeedEvent {
  const read = readFeedEntry(entry);
  if (typeof read === "string") throw new Error(`it is ${read}`);
  return read;
}

describe("what an event is about", () => {
  test.each<[what: string, entry: object, service: string, isAmplify: boolean]>([
    ["Amplify, by its id", { service: "amplify-eu-west-1" }, "amplify", true],
    ["Amplify, by its name", { service: "x-eu-west-1", service_name: "AWS Amplify Console" }, "x", true],
    ["Amplify, by its ARN", { arn: "arn:aws:health:eu-west-1::event/AMPLIFY/AWS_X/1" }, "amplify", true],
    ["Amplify, among those impacted", disruption, "multipleservices", true],
    ["a service that Amplify depends on", { service: "cloudfront" }, "cloudfront", false],
    [
      "such a service, by its name",
      { service_name: "Amazon Simple Storage Service" },
      "amazon simple storage service",
      false,
    ],
    [
      "such a service among those impacted",
      { service: "ec2", impacted_services: { "lambda-eu-west-1": {} } },
      "ec2",
      false,
    ],
    [
      "such a service impacted, by its name",
      { service: "ec2", impacted_services: { x: { service_name: "AWS Lambda" } } },
      "ec2",
      false,
    ],
    ["such a service in a list", { service: "ec2", impacted_services: ["lambda-eu-west-1"] }, "ec2", false],
    [
      "such a service in a list of objects",
      { impacted_services: [{ service: "s3-eu-west-1" }] },
      "s3",
      false,
    ],
    [
      "many services, of which none is named",
      { service: "multipleservices-eu-west-1" },
      "multipleservices",
      false,
    ],
    [
      "many services, by its ARN",
      { arn: "arn:aws:health:eu-west-1::event/MULTIPLE_SERVICES/X/1" },
      "multiple_services",
      false,
    ],
  ])("is %s", (_, entry, service, isAmplify) => {
    expect(eventOf(entry)).toMatchObject({ service, isAmplify });
  });

  test.each<[what: string, entry: object]>([
    ["another service", { service: "ec2-eu-west-1", service_name: "Amazon EC2" }],
    ["another service that sounds alike", { service: "s3outposts-eu-west-1" }],
    [
      "others among those impacted",
      { service: "multipleservices-eu-west-1", impacted_services: { "ec2-eu-west-1": {} } },
    ],
    ["nothing that objects inherit", { service: "constructor" }],
  ])("does not count where it is %s", (_, entry) => {
    expect(readFeedEntry(entry)).toBe("irrelevant");
  });

  test.each<[what: string, entry: unknown]>([
    ["nothing", undefined],
    ["null", null],
    ["a text", "amplify"],
    ["an array", [small]],
    ["an empty object", {}],
    ["names of wrong types", { service: 7, service_name: ["x"], arn: {}, impacted_services: "s3" }],
    ["blanks", { service: " ", service_name: "", impacted_services: {} }],
    ["nothing but a summary", { summary: "Increased Error Rates" }],
  ])("cannot be read where there is %s", (_, entry) => {
    expect(readFeedEntry(entry)).toBe("unreadable");
  });
});

describe("an event that is over", () => {
  test.each<[what: string, end: object]>([
    ["a status of 0", { status: "0" }],
    ["a status of 0, as a number", { status: 0 }],
    ["a status in words", { status: "Resolved" }],
    ["a time at which it ended", { status: "1", end_time: "1678727476" }],
    ["a summary that says so", { status: "1", end_time: null, summary: "[RESOLVED] Packet Loss" }],
  ])("does not count: %s", (_, end) => {
    expect(readFeedEntry({ ...small, ...end })).toBe("irrelevant");
  });

  test("is no event whose end is left open", () => {
    const open = { ...small, status: "3", end_time: null, summary: "Until it is [RESOLVED]" };
    expect(eventOf(open)).toMatchObject({ status: "disruption" });
  });
});

describe("what is told of an event", () => {
  test.each<[status: unknown, told: string | undefined]>([
    ["1", "informational"],
    [2, "degradation"],
    ["3", "disruption"],
    ["4", "4"],
    ["open\u001b[31m", "open [31m"],
    ["-1", "-1"],
    ["", undefined],
    [null, undefined],
    [{}, undefined],
    [true, undefined],
  ])("is the status %o in words", (status, told) => {
    expect(eventOf({ ...small, status }).status).toBe(told);
  });

  test.each<[what: string, entry: object, summary: string]>([
    ["its summary", {}, "Increased Error Rates"],
    [
      "that of the newest entry of its log",
      { summary: " ", event_log: [{ summary: "Old" }, { summary: "New" }] },
      "New",
    ],
    [
      "the newest message",
      { summary: 7, event_log: [{ message: "We are\ninvestigating." }] },
      "We are investigating.",
    ],
    ["that there is none", { summary: null, event_log: [] }, "no summary"],
    ["that there is none, where the log is none", { summary: undefined, event_log: { at: 1 } }, "no summary"],
    [
      "and the services that count, once each",
      {
        impacted_services: {
          "s3-eu-west-1": {},
          "s3-eu-west-3": {},
          lambda: {},
          ec2: {},
          "amplify-eu-west-1": {},
        },
      },
      "Increased Error Rates; also affected: Lambda, S3",
    ],
  ])("is %s", (_, entry, summary) => {
    expect(eventOf({ ...small, ...entry }).summary).toBe(summary);
  });

  test("is short, whatever it was", () => {
    const long = "x".repeat(100_000);
    const arn = `arn:aws:health:eu-west-1::event/AMPLIFY/${long}`;
    const event = eventOf({ service: `amplify${long}`, status: long, summary: long, arn });
    expect(event.service).toHaveLength(60);
    expect(event.status).toHaveLength(40);
    expect(event.summary).toHaveLength(300);
    expect(event.arn).toHaveLength(300);
  });

  test("is when it began, where that is a time", () => {
    expect(eventOf({ ...small, date: "1772369485" }).since).toBe(1_772_369_485_000);
    expect(eventOf({ ...small, date: {} }).since).toBeUndefined();
  });
});

describe("where an event is", () => {
  test.each<[what: string, entry: object, regions: readonly string[]]>([
    ["by its id", { service: "amplify-eu-west-1" }, ["eu-west-1"]],
    ["by its ARN", { service: "amplify", arn: "arn:aws:health:eu-west-1::event/AMPLIFY/X/1" }, ["eu-west-1"]],
    ["by its region", { service: "amplify", region_name: "eu-west-1 " }, ["eu-west-1"]],
    ["nowhere that can be told", { service: "amplify", region_name: "Ireland" }, []],
    ["nowhere, by an ARN without a region", { arn: "arn:aws:health:::event/AMPLIFY/X/1" }, []],
    ["everywhere, by its ARN", { arn: "arn:aws:health:global::event/AMPLIFY/X/1" }, ["global"]],
    ["everywhere, by its region", { service: "amplify", region_name: "Global" }, ["global"]],
    [
      "where the services that count are",
      { service: "ec2", impacted_services: { "s3-eu-west-3": {}, "ec2-eu-west-1": {} } },
      ["eu-west-3"],
    ],
    ["everywhere, for a service without regions", { service: "cloudfront" }, ["global"]],
    [
      "everywhere, for one that is run in us-east-1",
      { service: "certificatemanager-us-east-1" },
      ["us-east-1", "global"],
    ],
    [
      "in its region only, for one that is run elsewhere too",
      { service: "certificatemanager-eu-west-1" },
      ["eu-west-1"],
    ],
    ["in us-east-1 only, for one that has regions", { service: "lambda-us-east-1" }, ["us-east-1"]],
  ])("is told %s", (_, entry, regions) => {
    expect([...eventOf(entry).regions]).toEqual(regions);
  });
});
