import { describe, expect, test } from "vitest";
import { stampMetadata } from "../../src/call/stamp-metadata.ts";

describe("stampMetadata", () => {
  test("adds to the metadata there is", () => {
    const error = Object.assign(new Error("ill"), { $metadata: { httpStatusCode: 500, requestId: "r" } });
    const { $metadata } = error;
    stampMetadata(error, 2, 70);
    expect(error.$metadata).toBe($metadata);
    expect($metadata).toEqual({ httpStatusCode: 500, requestId: "r", attempts: 2, totalRetryDelay: 70 });
  });

  test("makes metadata where there is none, as on network errors", () => {
    const error = Object.assign(new Error("refused"), { code: "ECONNREFUSED" });
    stampMetadata(error, 1, 0);
    expect(error).toMatchObject({ $metadata: { attempts: 1, totalRetryDelay: 0 } });
  });

  test("makes metadata where it is null", () => {
    const error = Object.assign(new Error("odd"), { $metadata: null });
    stampMetadata(error, 1, 0);
    expect(error.$metadata).toEqual({ attempts: 1, totalRetryDelay: 0 });
  });

  test.each([Object.freeze(new Error("frozen")), "text", undefined, null])("leaves %s as it is", (error) => {
    expect(() => stampMetadata(error, 1, 0)).not.toThrow();
  });

  test("leaves frozen metadata as it is", () => {
    const error = Object.assign(new Error("ill"), { $metadata: Object.freeze({ httpStatusCode: 500 }) });
    stampMetadata(error, 2, 70);
    expect(error.$metadata).toEqual({ httpStatusCode: 500 });
  });
});
