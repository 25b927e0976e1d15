import { expect, test } from "vitest";
import { scrubText } from "../../src/amplify/scrub-text.ts";

const token = "k3y/0f+the=house-7";

test.each([
  ["Authorization: AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20261123", "Authorization: [redacted]"],
  ['{"authorization":"Bearer abc"}', '{"authorization":[redacted]'],
  [
    "host:amplify\nx-amz-security-token:IQoJb3Jp\nx-amz-date:1",
    "host:amplify\nx-amz-security-token:[redacted]\nx-amz-date:1",
  ],
  ["got AWS4-HMAC-SHA256 Credential=AKID/1, Signature=9f", "got AWS4-HMAC-SHA256 Credential=[redacted]"],
  ["sent Bearer abcdef0123 twice", "sent Bearer [redacted] twice"],
  [
    "https://b.s3.amazonaws.com/k?X-Amz-Signature=9f&x=1",
    "https://b.s3.amazonaws.com/k?X-Amz-Signature=[redacted]&x=1",
  ],
  [
    "https://webhooks.amplify/prod?id=1&token=T0&operation=startjob",
    "https://webhooks.amplify/prod?id=1&token=[redacted]&operation=startjob",
  ],
  [
    "clone https://me:hunter22@git.example.com/app failed",
    "clone https://[redacted]@git.example.com/app failed",
  ],
  [
    "clone https://ghp_0123456789abcdefghij@github.com/a failed",
    "clone https://[redacted]@github.com/a failed",
  ],
  ["token ghp_0123456789abcdefghij is bad", "token [redacted] is bad"],
  ["eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl expired", "[redacted] expired"],
  ['{"x-api-key":"k-1"}', '{"x-api-key":"[redacted]"}'],
  ["connect failed: user=a&password=hunter22", "connect failed: user=a&password=[redacted]"],
  ["key AKIAIOSFODNN7EXAMPLE unknown", "key [redacted] unknown"],
  [`session ${"Fwo0".repeat(40)}== ended`, "session [redacted] ended"],
  [
    `Unexpected token 'a', ..."ken":"s3c"... is not valid JSON`,
    "Unexpected token 'a', ...[redacted] is not valid JSON",
  ],
  [
    `Unexpected token '<', "<html>\n<b>" is not valid JSON\n  more`,
    "Unexpected token '<', [redacted] is not valid JSON\n  more",
  ],
])("of %j is left %j", (text, left) => {
  expect(scrubText(text)).toBe(left);
});

test.each([
  "InternalFailureException: Internal failure while creating app d2xyz in eu-west-1",
  "Rate exceeded while calling CreateApp, please slow down",
  "User: arn:aws:iam::123456789012:user/ci is not authorized to perform: amplify:ListApps",
  `ENOENT: /${"very/long/path/".repeat(10)} ${"x".repeat(500)}`,
  "Invalid password: it has to have eight characters, and be kept secret",
  "connect ECONNREFUSED 127.0.0.1:443",
  "https://amplify.eu-west-1.amazonaws.com/apps?maxResults=50&nextToken=abc",
  "Deserialization error: to see the raw response, inspect the hidden field {error}.$response on this object.",
  "",
])("%j stays as it is", (text) => {
  expect(scrubText(text)).toBe(text);
  expect(scrubText(text)).toBe(text);
});

test("what is known to be secret goes, wherever and however often it stands", () => {
  expect(scrubText(`no ${token}, not ${token}!`, [token])).toBe("no [redacted], not [redacted]!");
  expect(scrubText("Value 'abcd' at 'accessToken' is too long", ["abcd"])).toBe(
    "Value '[redacted]' at 'accessToken' is too long",
  );
});

test("a secret that is a part of another leaves nothing of it behind", () => {
  expect(scrubText("user:hunter22", ["hunter22", "user:hunter22"])).toBe("[redacted]");
});

test("a text that was harmless once is looked at again where there are secrets to it", () => {
  expect(scrubText("no house")).toBe("no house");
  expect(scrubText("no house", ["house"])).toBe("no [redacted]");
});

test.each([
  "a".repeat(1e6),
  "https://".repeat(1e5),
  '"'.repeat(1e6),
  `${'"...'.repeat(3e5)} is not valid JSON`,
  "eyJ".repeat(3e5),
  "bearer ".repeat(1e5),
  `${"a://".repeat(2e5)}@`,
  "authorization ".repeat(1e5),
  `authorization${" ".repeat(1e6)}x`,
  "AKIA".repeat(2e5),
])("a text of a million characters is gone through in one go (%#)", (text) => {
  // Where a pattern went over it again and again this would take minutes, and the test's time would be up.
  expect(scrubText(text).length).toBeGreaterThan(0);
});
