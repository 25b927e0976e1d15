import { ListAppsCommand, type Amplify } from "@aws-sdk/client-amplify";
import { Tracer } from "@aws-lambda-powertools/tracer";
import { describe, expect, test, vi } from "vitest";
import { withBreakers } from "../../src/index.ts";
import { rawClient, startSimulator } from "../scenarios/support/simulated-amplify.ts";
import { tellTracedStories } from "./support/traced-stories.ts";
import { xRayCaller } from "./support/x-ray-caller.ts";

/** A tracer as it is in a Lambda function; elsewhere it traces nothing. */
function tracerInLambda(): Tracer {
  vi.stubEnv("AWS_EXECUTION_ENV", "AWS_Lambda_nodejs22.x");
  return new Tracer({ serviceName: "deployer", captureHTTPsRequests: false });
}

const capture = (client: Amplify) => tracerInLambda().captureAWSv3Client(client);

describe.each(["before", "after"] as const)("Powertools' tracer, capturing %s wrapping,", (order) => {
  tellTracedStories({ capture, caller: xRayCaller }, order);

  test("names itself once to the service, however often it captures", async () => {
    const raw = rawClient(await startSimulator());
    const userAgents: unknown[] = [];
    raw.middlewareStack.add(
      (next) => (args) => {
        userAgents.push((args.request as { headers: Record<string, string> }).headers["user-agent"]);
        return next(args);
      },
      { step: "finalizeRequest", priority: "low" },
    );
    const client =
      order === "before" ? withBreakers(capture(capture(raw))) : capture(capture(withBreakers(raw)));
    await xRayCaller("caller").run(() => client.send(new ListAppsCommand({})));
    expect(userAgents.map((userAgent) => String(userAgent).match(/PT\/tracer\//g))).toEqual([["PT/tracer/"]]);
  });
});
