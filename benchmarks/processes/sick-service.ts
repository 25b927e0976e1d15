// Simulated Amplify services away from those who call them: what a caller's process is busy with delays no answer.

import { startAmplifySimulator, type AmplifySimulator, type Clock } from "../../src/testing/index.ts";
import { systemClock } from "../../src/clock/system-clock.ts";
import { answerQuestions } from "../harness/questions.ts";
import { monotonicMs } from "../harness/monotonic-ms.ts";
import type { RequestSeen } from "../outage/call-record.ts";
import { sickOperation, type OpenedService, type ServiceQuestion } from "../outage/sick-service.ts";

const serviceTimeMs = 20;
const clock: Clock = { ...systemClock, now: monotonicMs };

interface Opened {
  readonly simulator: AmplifySimulator;
  readonly appIds: readonly string[];
}

const services = new Map<number, Opened>();

async function open(seed: number, clients: number): Promise<OpenedService> {
  const simulator = await startAmplifySimulator({ seed, clock, latencyMs: serviceTimeMs, seedApps: clients });
  const appIds = simulator.state.apps.map(({ appId = "" }) => appId);
  services.set(simulator.port, { simulator, appIds });
  return { port: simulator.port, endpoint: simulator.endpoint, appIds };
}

function serviceAt(port: number): Opened {
  const opened = services.get(port);
  if (opened === undefined) throw new Error(`there is no service at port ${port}`);
  return opened;
}

async function close(port: number, faultAtMs: number): Promise<RequestSeen[]> {
  const { simulator, appIds } = serviceAt(port);
  const seen = simulator.requests.of(sickOperation).map(({ path, atMs, status, settledAtMs, fault }) => ({
    client: appIds.indexOf(path.split("/").at(-1) ?? ""),
    atMs: atMs - faultAtMs,
    isStruck: fault !== undefined,
    goodAtMs: status === 200 && settledAtMs !== undefined ? settledAtMs - faultAtMs : undefined,
  }));
  services.delete(port);
  await simulator.close();
  return seen;
}

async function answer(question: ServiceQuestion): Promise<unknown> {
  switch (question.kind) {
    case "open":
      return open(question.seed, question.clients);
    case "sicken": {
      const { fault, faultMs } = question.scenario;
      const afterMs = question.atMs - clock.now();
      const { faults } = serviceAt(question.port).simulator;
      faults.inject({ ...fault, operations: sickOperation, afterMs, durationMs: faultMs });
      return undefined;
    }
    case "close":
      return close(question.port, question.faultAtMs);
  }
}

answerQuestions(async (question) => answer(question as ServiceQuestion));
