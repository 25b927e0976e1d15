import xRay from "aws-xray-sdk-core";
import type { TracedCall, TracedCaller } from "./traced-stories.ts";

/** What the X-Ray SDK adds to the subsegment of a call to AWS. */
interface CallSubsegment {
  readonly in_progress?: boolean;
  readonly fault?: boolean;
  readonly http?: { readonly response?: { readonly status?: number } };
}

/** Somebody with a segment of their own; it stays open, so nothing is sent to a daemon. */
export function xRayCaller(name: string): TracedCaller {
  const segment = new xRay.Segment(name);
  return {
    run: (act) =>
      xRay.getNamespace().runAndReturn(() => {
        xRay.setSegment(segment);
        return act();
      }),
    get calls() {
      return (segment.subsegments ?? []).map((subsegment) => tracedCall(subsegment as CallSubsegment));
    },
  };
}

function tracedCall({ in_progress: isInProgress, fault, http }: CallSubsegment): TracedCall {
  return { isEnded: isInProgress !== true, isFailed: fault === true, status: http?.response?.status };
}
