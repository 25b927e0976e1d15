import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { awsHealth, type AwsHealthOptions, type HealthSource } from "../../src/index.ts";
import { ManualClock } from "../../src/testing/index.ts";

const path = "/public/currentevents";

/** An event as AWS published them in 2026, its lists cut short. */
export const disruption = {
  date: "1772369485",
  arn: "arn:aws:health:me-central-1::event/MULTIPLE_SERVICES/AWS_MULTIPLE_SERVICES_OPERATIONAL_ISSUE/AWS_1",
  region_name: "UAE",
  status: "3",
  service: "multipleservices-me-central-1",
  service_name: "Multiple services",
  summary: "Region Availability",
  event_log: [
    { summary: "Increased Error Rates", message: "We are investigating.", status: 1, timestamp: 1772369485 },
  ],
  impacted_services: {
    "ec2-me-central-1": { service_name: "Amazon Elastic Compute Cloud", current: "3", max: "3" },
    "amplify-me-central-1": { service_name: "AWS Amplify", current: "3", max: "3" },
    "s3-me-central-1": { service_name: "Amazon Simple Storage Service", current: "3", max: "3" },
  },
};

/** The ways in which the feed may come. */
export const encodings: Readonly<Record<string, (text: string) => Buffer>> = {
  "UTF-16, big endian, with a mark": (text) => utf16(`\uFEFF${text}`).swap16(),
  "UTF-16, big endian": (text) => utf16(text).swap16(),
  "UTF-16, little endian, with a mark": (text) => utf16(`\uFEFF${text}`),
  "UTF-16, little endian": utf16,
  "UTF-8 with a mark": (text) => Buffer.from(`\uFEFF${text}`),
  "UTF-8": (text) => Buffer.from(text),
};

function utf16(text: string): Buffer {
  return Buffer.from(text, "utf16le");
}

/** What AWS sends at last sight. */
export function encodedFeed(feed: unknown): Buffer {
  return utf16(`\uFEFF${JSON.stringify(feed)}`).swap16();
}

/** A server that lives as long as the test; gives its address. */
export async function serveFeed(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;
}

/** A feed that a test holds by both ends: who asks, and what comes. */
export interface HeldFeed {
  readonly health: HealthSource;
  readonly clock: ManualClock;
  readonly url: string;
  /** In the order in which they came. */
  readonly requests: IncomingMessage[];
  /** Resolves when that many requests have come. */
  readonly asked: (count: number) => Promise<void>;
}

/** Every request is answered by the function. */
export async function aFeed(
  answer: (response: ServerResponse, request: IncomingMessage) => void,
  options: AwsHealthOptions = {},
): Promise<HeldFeed> {
  const clock = new ManualClock();
  const requests: IncomingMessage[] = [];
  const waiting: { readonly count: number; readonly tell: () => void }[] = [];
  const url = await serveFeed((request, response) => {
    requests.push(request);
    answer(response, request);
    for (const { count, tell } of waiting) if (requests.length >= count) tell();
  });
  return {
    health: awsHealth({ url, clock, ...options }),
    clock,
    url,
    requests,
    asked: (count) =>
      new Promise((resolve) => {
        if (requests.length >= count) resolve();
        else waiting.push({ count, tell: resolve });
      }),
  };
}
