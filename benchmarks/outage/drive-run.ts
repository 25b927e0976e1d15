import { AmplifyClient, GetAppCommand, ListBranchesCommand } from "@aws-sdk/client-amplify";
import { systemClock } from "../../src/clock/system-clock.ts";
import type { Clock } from "../../src/testing/index.ts";
import { monotonicMs } from "../harness/monotonic-ms.ts";
import { offlineConfig } from "../harness/offline-config.ts";
import type { AnyCommand, CircuitState, ProtectedCalls, Subject } from "../subjects/subject.ts";
import { planArrivals, type Arrival } from "./arrivals.ts";
import { CallLog } from "./call-log.ts";
import type { CallOutcome, StateSeen } from "./call-record.ts";
import { watchLoad } from "./driver-load.ts";
import type { MeasuredRun } from "./measured-run.ts";
import { playArrivals } from "./play-arrivals.ts";
import type { RunSpec } from "./run-spec.ts";
import { sickOperation, type OpenedService, type SickService } from "./sick-service.ts";
import { summarizeRun } from "./summarize-run.ts";

/** From the plan to its first call; in which the service hears of its fault. */
const leadMs = 200;
/** How long calls are waited for after the last one was begun. */
const drainMs = 2_000;

function ignore(): void {}

/** The SDK warns of busy sockets, which is no news in an outage. */
const silence = { debug: ignore, info: ignore, warn: ignore, error: ignore };

/** One client, and the state of the circuit its sick calls go through. */
interface Caller {
  readonly appId: string;
  readonly calls: ProtectedCalls;
  state: CircuitState;
}

/** Sends one subject through one run. */
export async function driveRun(subject: Subject, spec: RunSpec, service: SickService): Promise<MeasuredRun> {
  const { scenario, warmUpMs, watchMs } = spec;
  const opened = await service.open(spec.seed, spec.clients);
  const faultAtMs = monotonicMs() + leadMs + warmUpMs;
  await service.sicken(opened, scenario, faultAtMs);
  const clock: Clock = { ...systemClock, now: () => monotonicMs() - faultAtMs };
  const states: StateSeen[] = [];
  const callers = openCallers(subject, opened, (client, state) =>
    states.push({ client, atMs: clock.now(), state }),
  );
  const log = new CallLog(clock);
  const load = watchLoad();
  await playArrivals(planArrivals(spec), {
    clock,
    begin: (arrival, wokenMs) => makeCall(callers, log, arrival, wokenMs),
    isOver: () => clock.now() >= scenario.faultMs + watchMs[0] && log.isWell(),
  });
  await log.settled(drainMs);
  const calls = log.finish();
  const driver = load();
  const requests = await service.close(opened, faultAtMs);
  for (const caller of callers) caller.calls.close();
  return summarizeRun({ subject: subject.name, spec, calls, requests, states, driver });
}

function openCallers(
  subject: Subject,
  { endpoint, appIds }: OpenedService,
  onState: (client: number, state: CircuitState) => void,
): Caller[] {
  return appIds.map((appId, client) => {
    const sdkClient = new AmplifyClient({ ...offlineConfig, endpoint, requestHandler: { logger: silence } });
    const calls = subject.protect(sdkClient);
    const caller: Caller = { appId, calls, state: "closed" };
    calls.onStateChange?.(sickOperation, (state) => {
      caller.state = state;
      onState(client, state);
    });
    return caller;
  });
}

function makeCall(callers: readonly Caller[], log: CallLog, arrival: Arrival, wokenMs: number): void {
  const caller = callers[arrival.client];
  if (caller === undefined) throw new Error(`there is no client ${arrival.client}`);
  const { appId, calls, state } = caller;
  const command = arrival.isSick ? new GetAppCommand({ appId }) : new ListBranchesCommand({ appId });
  const record = log.begin(arrival, wokenMs, state);
  const settle = (outcome: CallOutcome): void => log.settle(record, outcome);
  calls.send(command as unknown as AnyCommand).then(
    (output) => settle(calls.isFallback?.(output) ? "fallback" : "good"),
    (error: unknown) => settle(calls.isRefusal(error) ? "refused" : "lost"),
  );
}
