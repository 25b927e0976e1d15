import { describe, expect, test } from "vitest";
import { dropThumbnails, holdsPresignedUrl, neverKept } from "../../src/amplify/presigned-urls.ts";
import { operationNames } from "../../src/amplify/operations.ts";

const signed = "https://bucket.s3.amazonaws.com/x?X-Amz-Expires=3600&X-Amz-Signature=abc";

function nested(depth: number, inmost: unknown): unknown {
  let value = inmost;
  for (let level = 0; level < depth; level++) value = { steps: [value] };
  return value;
}

test("the reads whose whole answer is a URL that expires are never kept", () => {
  expect(operationNames.filter(neverKept)).toEqual(["GenerateAccessLogs", "GetArtifactUrl"]);
});

describe("an output holds a presigned URL", () => {
  test.each(["logUrl", "artifactUrl", "artifactsUrl", "testArtifactsUrl", "testConfigUrl", "zipUploadUrl"])(
    "in its member %s, however it is signed",
    (name) => {
      expect(holdsPresignedUrl({ [name]: "https://example.com" })).toBe(true);
      expect(holdsPresignedUrl({ job: { steps: [{ stepName: "BUILD", [name]: "https://x" }] } })).toBe(true);
    },
  );

  test.each(["screenshots", "fileUploadUrls"])("in its record %s", (name) => {
    expect(holdsPresignedUrl({ job: { steps: [{ [name]: { a: "https://example.com" } }] } })).toBe(true);
  });

  test.each([
    signed,
    signed.toLowerCase(),
    "https://b.s3.amazonaws.com/x?AWSAccessKeyId=A&Expires=1&Signature=b",
    "https://d.cloudfront.net/x?Signature=a&Key-Pair-Id=b",
  ])("in any string, by its signature: %s", (url) => {
    expect(holdsPresignedUrl({ summary: { sourceUrl: url } })).toBe(true);
    expect(holdsPresignedUrl({ urls: [url] })).toBe(true);
    expect(holdsPresignedUrl(url)).toBe(true);
  });

  test("far deeper than calls can be nested, and in a circle", () => {
    const circle: Record<string, unknown> = { name: "a" };
    circle["self"] = [circle, { end: signed }];

    expect(holdsPresignedUrl(nested(50_000, { logUrl: "https://x" }))).toBe(true);
    expect(holdsPresignedUrl(circle)).toBe(true);
  });

  test("where it cannot be read, to be on the safe side", () => {
    const hostile = {
      get apps(): unknown {
        throw new Error("no");
      },
    };

    expect(holdsPresignedUrl(hostile)).toBe(true);
  });
});

describe("an output holds no presigned URL", () => {
  test.each([
    [{ job: { steps: [{ logUrl: "", artifactsUrl: undefined, testConfigUrl: null, screenshots: {} }] } }],
    [{ fileUploadUrls: {}, zipUploadUrl: "" }],
    [{ apps: [{ repository: "https://github.com/a/b?signatures=1", tags: { signature: "a-signature=1" } }] }],
    [{ webhook: { webhookUrl: "https://webhooks.amplify.eu-west-1.amazonaws.com/prod/webhooks?id=1" } }],
    [undefined],
    ["text"],
  ])("in %j", (output) => {
    expect(holdsPresignedUrl(output)).toBe(false);
  });

  test("far deeper than calls can be nested, and in a circle", () => {
    const circle: Record<string, unknown> = {};
    circle["self"] = circle;

    expect(holdsPresignedUrl(nested(50_000, {}))).toBe(false);
    expect(holdsPresignedUrl(circle)).toBe(false);
  });

  test("where only a thumbnail is presigned", () => {
    expect(holdsPresignedUrl({ branch: { branchName: "main", thumbnailUrl: signed } })).toBe(false);
    expect(holdsPresignedUrl({ branch: { thumbnailUrl: signed, sourceUrl: signed } })).toBe(true);
  });
});

test("presigned thumbnails are taken out wherever they are, and nothing else", () => {
  const production = { branchName: "main", thumbnailUrl: signed };
  const output = {
    apps: [{ appId: "d1", productionBranch: production }],
    thumbnailUrl: "https://example.com/x.png",
    sourceUrl: signed,
  };

  dropThumbnails(output);

  expect(output).toEqual({
    apps: [{ appId: "d1", productionBranch: { branchName: "main" } }],
    thumbnailUrl: "https://example.com/x.png",
    sourceUrl: signed,
  });
  expect(production).not.toHaveProperty("thumbnailUrl");
});
