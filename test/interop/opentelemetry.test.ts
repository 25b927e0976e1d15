// First of all: OpenTelemetry patches the SDK while it is loaded.
import { awsInstrumentation, endedSpans } from "./support/instrumented-sdk.ts";
import type { Amplify } from "@aws-sdk/client-amplify";
import { context, trace, SpanStatusCode } from "@opentelemetry/api";
import { afterEach, describe } from "vitest";
import { tellTracedStories, type TracedCall, type TracedCaller } from "./support/traced-stories.ts";

const tracer = trace.getTracer("callers");

/** Somebody with a span of their own, which goes on. */
function callerWithSpan(name: string): TracedCaller {
  const span = tracer.startSpan(name);
  const { spanId } = span.spanContext();
  return {
    run: (act) => context.with(trace.setSpan(context.active(), span), act),
    get calls() {
      return endedSpans
        .getFinishedSpans()
        .filter(({ parentSpanContext }) => parentSpanContext?.spanId === spanId)
        .map(({ ended, status, attributes }): TracedCall => ({
          isEnded: ended,
          isFailed: status.code === SpanStatusCode.ERROR,
          status: attributes["http.response.status_code"] as number | undefined,
        }));
    },
  };
}

function enable(client: Amplify): Amplify {
  awsInstrumentation.enable();
  return client;
}

describe.each(["before", "after"] as const)("OpenTelemetry, enabled %s wrapping,", (order) => {
  afterEach(() => {
    awsInstrumentation.disable();
    endedSpans.reset();
  });
  tellTracedStories({ capture: enable, caller: callerWithSpan }, order);
});
