import { ListAppsCommand, type AmplifyClientConfig } from "@aws-sdk/client-amplify";
import { describe, expect, test } from "vitest";
import { ManualClock } from "../../src/testing/index.ts";
import { recordEvents } from "../scenarios/support/event-record.ts";
import { callTogether, namesOf, quickToOpen } from "../scenarios/support/outage.ts";
import { rejectionOf } from "../scenarios/support/settlement.ts";
import { protectedClient, startSimulator } from "../scenarios/support/simulated-amplify.ts";

interface SdkRequest {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: Uint8Array<ArrayBuffer>;
}

/** A request handler of the user's that sends with `fetch`, which takes no signal but a real one. */
const fetchHandler = {
  metadata: { handlerProtocol: "fetch" },
  async handle(request: SdkRequest, { abortSignal }: { readonly abortSignal?: AbortSignal } = {}) {
    const { protocol, hostname, port, path, method, headers, body } = request;
    const response = await fetch(`${protocol}//${hostname}:${port}${path}`, {
      method,
      headers,
      body: body ?? null,
      ...(abortSignal === undefined ? undefined : { signal: abortSignal }),
    });
    return {
      response: {
        statusCode: response.status,
        headers: Object.fromEntries(response.headers),
        body: new Uint8Array(await response.arrayBuffer()),
      },
    };
  },
  destroy: () => {},
  updateHttpClientConfig: () => {},
  httpHandlerConfigs: () => ({}),
};
const withFetch: AmplifyClientConfig = { requestHandler: fetchHandler as never };

describe("a request handler that uses fetch", () => {
  test("is answered and retried, and its service's outage opens the circuit", async () => {
    const simulator = await startSimulator({ seedApps: 2 });
    const client = protectedClient(simulator, quickToOpen, withFetch);
    const events = recordEvents(client.breakers);
    simulator.faults.inject({ kind: "error", error: "InternalFailureException", times: 1 });
    expect((await client.listApps({})).apps).toHaveLength(2);
    expect(events.calls).toMatchObject([{ type: "success", attempts: 2 }]);
    simulator.faults.inject({ kind: "error", error: "InternalFailureException" });
    expect(namesOf(await callTogether(client, 2))).toEqual(Array(2).fill("InternalFailureException"));
    expect(namesOf(await callTogether(client, 2))).toEqual(Array(2).fill("CircuitOpenError"));
  });

  test("is cut off by a deadline and by its caller's abort", async () => {
    const clock = new ManualClock();
    const simulator = await startSimulator();
    const client = protectedClient(simulator, { clock, timeout: 1_000 }, withFetch);
    const events = recordEvents(client.breakers);
    simulator.faults.inject({ kind: "hang" });
    const controller = new AbortController();
    const endings = [
      [undefined, () => clock.advance(1_000), "CallTimeoutError"],
      [{ abortSignal: controller.signal }, () => controller.abort(), "AbortError"],
    ] as const;
    for (const [options, end, name] of endings) {
      const arrival = simulator.requests.next();
      const error = rejectionOf(client.send(new ListAppsCommand({}), options));
      const request = await arrival;
      end();
      expect(await error).toMatchObject({ name });
      expect(await request.settled).toMatchObject({ isClosedEarly: true });
    }
    expect(events.endings).toEqual(["timeout", "cancelled"]);
  });
});
