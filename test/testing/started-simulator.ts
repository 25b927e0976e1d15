import * as sdk from "@aws-sdk/client-amplify";
import { afterEach } from "vitest";
import { startAmplifySimulator, type AmplifySimulator } from "../../src/testing/index.ts";
import type { SimulatorOptions } from "../../src/testing/simulator-options.ts";

const open: (() => Promise<void> | void)[] = [];

afterEach(async () => {
  for (const close of open.splice(0).toReversed()) await close();
});

/** A simulator that lives as long as the test. */
export async function started(options: SimulatorOptions = {}): Promise<AmplifySimulator> {
  const simulator = await startAmplifySimulator(options);
  open.push(() => simulator.close());
  return simulator;
}

/** The SDK's client with all operations as methods, pointed at a simulator; one attempt unless told otherwise. */
export function clientOf(
  { endpoint }: Pick<AmplifySimulator, "endpoint">,
  config: sdk.AmplifyClientConfig = {},
): sdk.Amplify {
  const client = new sdk.Amplify({
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "not a secret" },
    maxAttempts: 1,
    ...config,
  });
  open.push(() => {
    client.destroy();
  });
  return client;
}

/** What a promise is rejected with. */
export async function rejectionOf(promise: Promise<unknown>): Promise<Error & Record<string, unknown>> {
  try {
    await promise;
  } catch (error) {
    return error as Error & Record<string, unknown>;
  }
  throw new Error("expected a rejection");
}
