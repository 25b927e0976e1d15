import { expect, test } from "vitest";
import { awsHealth, type AwsHealthOptions } from "../../src/index.ts";
import { ManualClock } from "../../src/testing/index.ts";
import { readHealthOptions } from "../../src/aws-health/health-options.ts";

test("asks AWS's own feed where nothing else is said", () => {
  const url = "https://health.aws.amazon.com/public/currentevents";
  expect(readHealthOptions({})).toMatchObject({ url, source: url, refreshMs: 60_000, timeoutMs: 5_000 });
  expect(readHealthOptions({ url: undefined, refreshMs: undefined })).toMatchObject({
    url,
    refreshMs: 60_000,
  });
});

test.each<AwsHealthOptions>([
  { url: "http://127.0.0.1:8080/feed?x=1" },
  { refreshMs: 10_000, timeoutMs: 100 },
  { refreshMs: 86_400_000, timeoutMs: 60_000 },
  { clock: new ManualClock() },
])("takes %o", (options) => {
  expect(readHealthOptions(options)).toMatchObject(options);
});

test.each<[options: unknown, error: string]>([
  [7, "TypeError: the options of awsHealth() must be a plain object; got 7"],
  [{ refresh: 1 }, 'TypeError: the options of awsHealth() has no member "refresh"; did you mean refreshMs?'],
  [{ url: 7 }, "TypeError: option url must be an address with http or https; got 7"],
  [{ url: "x" }, 'TypeError: option url must be an address with http or https; got "x"'],
  [{ url: "file:///x" }, 'TypeError: option url must be an address with http or https; got "file:///x"'],
  [{ refreshMs: "1" }, 'TypeError: option refreshMs must be a number of milliseconds; got "1"'],
  [{ refreshMs: 9_999 }, "RangeError: option refreshMs must be from 10000 to 86400000; got 9999"],
  [{ refreshMs: Infinity }, "RangeError: option refreshMs must be from 10000 to 86400000; got Infinity"],
  [{ timeoutMs: 99 }, "RangeError: option timeoutMs must be from 100 to 60000; got 99"],
  [{ timeoutMs: 60_001 }, "RangeError: option timeoutMs must be from 100 to 60000; got 60001"],
  [{ timeoutMs: Number.NaN }, "RangeError: option timeoutMs must be from 100 to 60000; got NaN"],
  [{ clock: {} }, "TypeError: option clock must have now(), epochMs() and startTimer(); got an object"],
])("refuses %o", (options, error) => {
  expect(errorOf(() => awsHealth(options as AwsHealthOptions))).toBe(error);
});

test.each([
  "https://me:hunter2@example.com/",
  "https://hunter2@example.com/",
  "https://:hunter2@example.com/",
])("refuses a password in the address, and does not repeat it: %s", (url) => {
  expect(errorOf(() => awsHealth({ url }))).toBe(
    "TypeError: option url must have no user name, no password and no fragment; got one with such",
  );
});

function errorOf(run: () => unknown): string | undefined {
  try {
    run();
  } catch (error) {
    return String(error);
  }
  return undefined;
}
