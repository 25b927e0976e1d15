import { SpanKind } from "@opentelemetry/api";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { startNode } from "./support/node-process.ts";

/** A span as the program prints it. */
interface PrintedSpan {
  readonly name: string;
  readonly kind: SpanKind;
  readonly parent: string;
  readonly outcome?: string;
  readonly attempts: number;
}

const program = fileURLToPath(new URL("../otel/programs/beside-the-sdk.cjs", import.meta.url));

test("beside the SDK's instrumentation each call has one span of ours, and one of the SDK's where it was sent, within its caller's", async () => {
  const { ended, printed } = startNode([program], {
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
  });
  expect([await ended, printed.stderr]).toEqual([0, ""]);
  const spans = JSON.parse(printed.stdout) as readonly PrintedSpan[];
  const within = (parent: string, kind: SpanKind): readonly PrintedSpan[] =>
    spans.filter((span) => span.parent === parent && span.kind === kind);
  const told = [...new Set(spans.map(({ parent }) => parent))].map((parent) => {
    const ours = within(parent, SpanKind.INTERNAL);
    return [
      parent,
      ours.map(({ outcome }) => outcome).join(),
      ours[0]?.attempts,
      within(parent, SpanKind.CLIENT).length,
    ];
  });
  expect(told.toSorted((one, other) => String(one[0]).localeCompare(String(other[0])))).toEqual([
    // … whose outcome, attempts seen, and requests of the SDK
    ["failed first", "failure", 2, 1],
    ["failed second", "failure", 2, 1],
    ["good", "success", 1, 1],
    ["refused", "reject", 0, 0],
    ["retried", "success", 2, 1],
    ["shared first", "success", 1, 1],
    ["shared second", "success", 0, 0],
    ["timed out", "timeout", 0, 1],
    ["waited first", "success", 1, 1],
    ["waited second", "success", 1, 1],
  ]);
});
