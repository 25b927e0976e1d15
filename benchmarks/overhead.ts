import { AmplifyClient } from "@aws-sdk/client-amplify";
import type { Benchmark, BenchmarkContext, Findings, Table, Target } from "./harness/benchmark.ts";
import { startProcess } from "./harness/child.ts";
import { getApp } from "./harness/get-app.ts";
import { inMemoryClient } from "./harness/in-memory-client.ts";
import { offlineConfig } from "./harness/offline-config.ts";
import { measureInRounds, type Contender, type Measured, type RoundsOptions } from "./harness/rounds.ts";
import { ours } from "./subjects/ours.ts";
import { raw } from "./subjects/raw.ts";
import type { ProtectedCalls, Subject } from "./subjects/subject.ts";
import { peers } from "./subjects/subjects.ts";

const everyEvent = [
  ...(["open", "halfOpen", "probeFailed", "close", "stateChange", "attempt", "fallback"] as const),
  ...(["success", "failure", "timeout", "throttled", "ignored", "cancelled", "reject"] as const),
];

/** How much of the work a listener does is no question here; that it is called is. */
function hear(): void {}

const contenders: readonly Subject[] = [
  raw,
  ...peers,
  ours(),
  ours({
    name: "amplify-breaker, one listener",
    observe: (breakers) => breakers.on("success", hear),
  }),
  ours({
    name: "amplify-breaker, all events heard",
    observe: (breakers) => everyEvent.forEach((event) => breakers.on(event, hear)),
  }),
];

/** What protection costs a call that goes well. */
export const overhead: Benchmark = {
  name: "overhead",
  question: "what does protection cost a call that goes well?",
  async run(context): Promise<Findings> {
    const { isQuick, progress } = context;
    const rounds = isQuick ? 15 : 60;
    const onRound = (round: number): void => progress(`in memory, round ${round + 1} of ${rounds}`);
    const inMemory = await measureInMemory({ rounds, turnMs: 100, onRound });
    const overLoopback = await measureOverLoopback(context);
    return {
      tables: [inMemoryTable(inMemory), loopbackTable(overLoopback)],
      targets: [
        target("in memory at most 1.10 × the raw client (aim: 1.02)", ratioOfOurs(inMemory), 1.1),
        ...[...overLoopback].map(([callers, measurements]) =>
          target(
            `over loopback, ${callers} callers: at most 1.03 × the raw client`,
            ratioOfOurs(measurements),
            1.03,
          ),
        ),
      ],
      data: { inMemory, overLoopback: Object.fromEntries(overLoopback) },
    };
  },
};

/**
 * Microseconds of a call that is answered in memory, beside the raw client's.
 *
 * @param names - which subjects to measure; all, where nothing is said
 */
export async function measureInMemory(rounds: Rounds, names?: readonly string[]): Promise<Measured[]> {
  const chosen = contenders.filter(({ name }) => names?.includes(name) ?? true);
  const participants = chosen.map((subject) => {
    return { subject, calls: subject.protect(inMemoryClient()), callers: 1 };
  });
  return measured(participants, rounds);
}

async function measureOverLoopback({
  isQuick,
  progress,
}: BenchmarkContext): Promise<Map<number, Measured[]>> {
  const { child, message: port } = await startProcess("plain-server");
  const found = new Map<number, Measured[]>();
  const rounds = isQuick ? 8 : 25;
  for (const callers of [1, 32, 256]) {
    const participants = contenders.map((subject) => {
      const client = new AmplifyClient({ ...offlineConfig, endpoint: `http://127.0.0.1:${String(port)}` });
      return { subject, calls: subject.protect(client), callers };
    });
    const onRound = (round: number): void =>
      progress(`over loopback, ${callers} callers, round ${round + 1} of ${rounds}`);
    found.set(callers, await measured(participants, { rounds, turnMs: 200, onRound }));
  }
  child.disconnect();
  return found;
}

interface Participant {
  readonly subject: Subject;
  readonly calls: ProtectedCalls;
  readonly callers: number;
}

type Rounds = Omit<RoundsOptions, "baseline">;

async function measured(participants: readonly Participant[], rounds: Rounds): Promise<Measured[]> {
  const measurements = await measureInRounds(participants.map(contenderOf), {
    ...rounds,
    baseline: raw.name,
  });
  for (const { calls } of participants) calls.close();
  return measurements;
}

/** Calls of one run, where there are few callers: enough for the clock. */
const callsPerRun = 320;
/** Calls of one caller, where there are many: enough that most are made while all the others are at it, too. */
const leastCallsPerCaller = 3;

/** So many callers, each of whom makes one call after the other. */
function contenderOf({ subject, calls, callers }: Participant): Contender {
  const callsPerCaller = Math.max(leastCallsPerCaller, Math.ceil(callsPerRun / callers));
  const caller = async (): Promise<void> => {
    for (let call = 0; call < callsPerCaller; call++) await calls.send(getApp());
  };
  return {
    name: subject.name,
    callsPerRun: callers * callsPerCaller,
    run: async () => void (await Promise.all(Array.from({ length: callers }, caller))),
  };
}

function ratioOfOurs(measurements: readonly Measured[]): number {
  return measurements.find(({ name }) => name === ours().name)?.ratio ?? Number.NaN;
}

function target(text: string, ratio: number, most: number): Target {
  return { text, measured: `${ratio.toFixed(3)} ×`, isMet: ratio <= most };
}

function inMemoryTable(measurements: readonly Measured[]): Table {
  return {
    title: "One call, answered in memory",
    columns: ["", "µs", "× raw", "half of all rounds"],
    rows: measurements.map(({ name, microseconds, ratio, spread }) => [
      name,
      microseconds.toFixed(0),
      ratio.toFixed(3),
      spread.map((end) => end.toFixed(2)).join(" – "),
    ]),
  };
}

function loopbackTable(overLoopback: ReadonlyMap<number, readonly Measured[]>): Table {
  const [first = []] = overLoopback.values();
  return {
    title: "One call over loopback, × raw, by how many callers there are at once",
    columns: ["", ...[...overLoopback.keys()].map((callers) => `${callers}`)],
    rows: first.map(({ name }) => [
      name,
      ...[...overLoopback.values()].map((measurements) => {
        const one = measurements.find((measurement) => measurement.name === name);
        return one === undefined
          ? ""
          : `${one.ratio.toFixed(3)} (${one.spread.map((end) => end.toFixed(2)).join(" – ")})`;
      }),
    ]),
  };
}
