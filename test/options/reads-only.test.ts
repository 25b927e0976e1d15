import { describe, expect, test } from "vitest";
import { operationKinds } from "../../src/amplify/operations.ts";
import { lastKnownGood } from "../../src/fallback/last-known-good.ts";
import type { BreakerOptions } from "../../src/options/breaker-options.ts";
import { Settings } from "../../src/options/settings.ts";
import { messageOf } from "./message-of.ts";

const answer = (): undefined => undefined;
const kept = lastKnownGood();

describe("what is for reads only", () => {
  const urlReads = new Set(["GetArtifactUrl", "GenerateAccessLogs"]);
  const { forOperation } = new Settings({ coalesce: true, fallback: kept });

  test.each(Object.entries(operationKinds))("applies to %s, a %s, as it should", (operation, kind) => {
    const isKept = kind === "read" && !urlReads.has(operation);

    expect(forOperation(operation).coalesce).toBe(kind === "read");
    expect(forOperation(operation).fallback).toBe(isKept ? kept : undefined);
  });

  test.each(["Unknown", "ListFutureThings", "toString"])("does not apply to %s", (operation) => {
    expect(forOperation(operation)).toMatchObject({ coalesce: false, fallback: undefined });
  });

  test("can be given for a read", () => {
    const own = new Settings({ operations: { ListApps: { coalesce: true, fallback: kept } } });

    expect(own.forOperation("ListApps")).toMatchObject({ coalesce: true, fallback: kept });
    expect(own.forOperation("GetApp")).toMatchObject({ coalesce: false, fallback: undefined });
  });

  test("leaves a write the function of its own", () => {
    const own = new Settings({
      fallback: kept,
      operations: { StartJob: { coalesce: false, fallback: answer } },
    });

    expect(own.forOperation("StartJob").fallback).toBe(answer);
  });

  test.each([
    [
      { StartJob: { coalesce: true } },
      "TypeError: option operations.StartJob.coalesce must be false for StartJob, which is no read: two calls mean two requests",
    ],
    [
      { StartJob: { fallback: kept } },
      "TypeError: option operations.StartJob.fallback must not be lastKnownGood() for StartJob, which is no read: an old answer would pass for a change that was made",
    ],
    [
      { GetArtifactUrl: { fallback: kept } },
      "TypeError: option operations.GetArtifactUrl.fallback must not be lastKnownGood() for GetArtifactUrl, whose answers hold presigned URLs, which are never kept",
    ],
    [
      { GenerateAccessLogs: { coalesce: true, fallback: kept } },
      "TypeError: option operations.GenerateAccessLogs.fallback must not be lastKnownGood() for GenerateAccessLogs, whose answers hold presigned URLs, which are never kept",
    ],
  ])("%o is refused", (operations, message) => {
    expect(messageOf(() => new Settings({ operations } as BreakerOptions))).toBe(message);
  });
});
