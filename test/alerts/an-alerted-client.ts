import * as sdk from "@aws-sdk/client-amplify";
import { setImmediate as nextTurn } from "node:timers/promises";
import { alertOn, type Alert, type AlertOptions, type Alerts } from "../../src/alerts/index.ts";
import type { BreakerOptions } from "../../src/index.ts";
import { aClient, illness, type HandMadeClient } from "../proxy/a-client.ts";

/** A client whose outages are alerted on. */
export interface AlertedClient extends HandMadeClient {
  readonly alerts: Alerts;
  readonly sent: Alert[];
  /** Makes a call of each of the operations, and lets what it causes happen. */
  readonly call: (...operations: Operation[]) => Promise<void>;
  /** Whether the service fails from now on. */
  readonly isIll: (ill: boolean, makeError?: () => Error) => void;
  /** The alerts so far, as `status kind circuits`. */
  readonly story: () => string[];
}

type Operation = "ListApps" | "GetApp" | "StartJob" | "GetJob";

const commands = {
  ListApps: () => new sdk.ListAppsCommand({}),
  GetApp: () => new sdk.GetAppCommand({ appId: "d1" }),
  StartJob: () => new sdk.StartJobCommand({ appId: "d1", branchName: "main", jobType: "RELEASE" }),
  GetJob: () => new sdk.GetJobCommand({ appId: "d1", branchName: "main", jobId: "1" }),
};

/** Opens at the first failure, for a second. */
export const quickToOpen: BreakerOptions = Object.freeze({
  ...{ consecutiveFailures: 1, failureSpanMs: 0, resetTimeout: 1_000 },
  resetBackoff: { jitter: 0, factor: 1 },
});

/** Without notices of single failures, unless the rules say so. */
export function anAlertedClient(
  options: Partial<AlertOptions> = {},
  breakerOptions: BreakerOptions = quickToOpen,
): AlertedClient {
  const handMade = aClient(breakerOptions);
  const sent: Alert[] = [];
  const alerts = alertOn(handMade.breakers, {
    sinks: [(alert) => void sent.push(alert)],
    rules: { firstFailure: false },
    clock: handMade.clock,
    ...options,
  });
  return {
    ...{ ...handMade, alerts, sent },
    call: async (...operations) => {
      for (const operation of operations) {
        await handMade.client.send(commands[operation]() as sdk.ListAppsCommand).catch(() => {});
      }
      await nextTurn();
    },
    isIll: (ill, makeError = illness) =>
      void handMade.send.mockImplementation(async () => {
        if (ill) throw makeError();
        return {};
      }),
    story: () => storyOf(sent),
  };
}

/** Alerts as `status kind circuits`. */
export function storyOf(alerts: readonly Alert[]): string[] {
  return alerts.map(({ status, kind, circuits }) =>
    [status, kind, circuits.map(({ name }) => name).join("+")].join(" "),
  );
}
