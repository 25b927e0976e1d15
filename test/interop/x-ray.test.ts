import xRay from "aws-xray-sdk-core";
import { describe } from "vitest";
import { tellTracedStories } from "./support/traced-stories.ts";
import { xRayCaller } from "./support/x-ray-caller.ts";

describe.each(["before", "after"] as const)("aws-xray-sdk-core, captured %s wrapping,", (order) => {
  tellTracedStories({ capture: (client) => xRay.captureAWSv3Client(client), caller: xRayCaller }, order);
});
