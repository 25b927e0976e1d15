import { Amplify, type AmplifyClientConfig } from "@aws-sdk/client-amplify";
import { onTestFinished } from "vitest";
import { withBreakers, type BreakerOptions, type Breakers, type Protected } from "../../../src/index.ts";
import {
  startAmplifySimulator,
  type AmplifySimulator,
  type SimulatorOptions,
} from "../../../src/testing/index.ts";

/** Where a client is pointed to. */
export type Place = Pick<AmplifySimulator, "endpoint">;

/** A simulator that lives as long as the test. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<AmplifySimulator> {
  const simulator = await startAmplifySimulator(options);
  onTestFinished(() => simulator.close());
  return simulator;
}

/** What every client of the stories is made with, unless the story says otherwise. */
export function configFor({ endpoint }: Place, config: AmplifyClientConfig = {}): AmplifyClientConfig {
  return {
    endpoint,
    region: "us-east-1",
    credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "not a secret" },
    ...config,
  };
}

/** The SDK's client as it is; it gives up its sockets when the test ends. */
export function rawClient(place: Place, config?: AmplifyClientConfig): Amplify {
  const client = new Amplify(configFor(place, config));
  onTestFinished(() => {
    client.destroy();
  });
  return client;
}

/** The SDK's client with breakers in front of it. */
export function protectedClient(
  place: Place,
  options?: BreakerOptions | Breakers,
  config?: AmplifyClientConfig,
): Protected<Amplify> {
  return withBreakers(rawClient(place, config), options);
}
