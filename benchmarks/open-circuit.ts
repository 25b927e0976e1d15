import type { Benchmark, BenchmarkContext, Findings, Table, Target } from "./harness/benchmark.ts";
import { getApp, getAppAnswer } from "./harness/get-app.ts";
import { listApps, listAppsAnswer } from "./harness/list-apps.ts";
import { measureInRounds, type Contender, type Measured, type RoundsOptions } from "./harness/rounds.ts";
import { keptFrames, placeOfCaller } from "./open-circuit/caller-in-stack.ts";
import { openCalls, type OpenCalls } from "./open-circuit/open-calls.ts";
import {
  answeringSubjects,
  baseline,
  ourName,
  refusingSubjects,
  rememberingSubject,
} from "./open-circuit/patient-subjects.ts";
import type { Subject } from "./subjects/subject.ts";

/** What a call costs that an open circuit turns away: most calls of an outage. */
export const openCircuit: Benchmark = {
  name: "open-circuit",
  question: "what does a call cost that an open circuit refuses or answers itself?",
  async run(context): Promise<Findings> {
    const callerPlaces = await findCallers();
    const refusal = await measureRefusals(roundsOf(context, "refusal"));
    const answers = await measureAnswers(roundsOf(context, "fallback"));
    return {
      tables: [refusalTable(refusal, callerPlaces), answerTable(answers)],
      targets: targets(refusal, callerPlaces),
      data: { refusal, answers, callerPlaces },
    };
  },
};

function roundsOf({ isQuick, progress }: BenchmarkContext, what: string): Rounds {
  const rounds = isQuick ? 15 : 60;
  const onRound = (round: number): void => progress(`${what}, round ${round + 1} of ${rounds}`);
  return { rounds, turnMs: 60, onRound };
}

type Rounds = Omit<RoundsOptions, "baseline">;

/**
 * Microseconds that a refusal costs, beside opossum's.
 *
 * @param names - which subjects to measure; all, where nothing is said
 */
export async function measureRefusals(rounds: Rounds, names?: readonly string[]): Promise<Measured[]> {
  return measured(await getAppCalls(refusingSubjects, names), rounds);
}

/**
 * Microseconds that a call costs which is answered all the same, beside opossum's with a function as fallback.
 *
 * @param names - which of the subjects with a function to measure; all, where nothing is said
 */
export async function measureAnswers(rounds: Rounds, names?: readonly string[]): Promise<Measured[]> {
  const open = await getAppCalls(answeringSubjects, names);
  for (const count of [1, 25]) {
    const subject = rememberingSubject(
      `${ourName}, last known good, ${count} ${count === 1 ? "app" : "apps"}`,
    );
    open.push(await openCalls(subject, listApps(), listAppsAnswer(count)));
  }
  return measured(open, rounds);
}

async function getAppCalls(subjects: readonly Subject[], names?: readonly string[]): Promise<OpenCalls[]> {
  const open: OpenCalls[] = [];
  for (const subject of subjects) {
    if (names?.includes(subject.name) === false) continue;
    open.push(await openCalls(subject, getApp(), getAppAnswer));
  }
  return open;
}

async function measured(open: readonly OpenCalls[], rounds: Rounds): Promise<Measured[]> {
  const before = open.map(({ requests }) => requests());
  const measurements = await measureInRounds(open.map(contenderOf), { ...rounds, baseline });
  for (const [index, { subject, calls, requests }] of open.entries()) {
    calls.close();
    if (requests() !== before[index]) throw new Error(`${subject.name} sent requests: it was not open`);
  }
  return measurements;
}

const callsPerRun = 500;

function contenderOf({ subject, calls, command }: OpenCalls): Contender {
  return {
    name: subject.name,
    callsPerRun,
    async run() {
      for (let call = 0; call < callsPerRun; call++) {
        try {
          await calls.send(command);
        } catch {
          // What a caller does with it is no question here.
        }
      }
    },
  };
}

/** Which frame of its refusals' stacks is the caller, by subject. */
type CallerPlaces = Readonly<Record<string, number | undefined>>;

async function findCallers(): Promise<CallerPlaces> {
  const found: Record<string, number | undefined> = {};
  for (const { subject, calls, command } of await getAppCalls(refusingSubjects)) {
    found[subject.name] = await placeOfCaller(calls, command);
    calls.close();
  }
  return found;
}

function refusalTable(measurements: readonly Measured[], callerPlaces: CallerPlaces): Table {
  return {
    title: "One call that is refused, its error caught by the caller",
    columns: ["", "µs", `× ${baseline}`, "half of all rounds", "the caller's place in the stack"],
    rows: measurements.map((one) => [...cells(one), placeAsText(callerPlaces[one.name])]),
    note:
      "Each circuit was opened by real failures of a client in memory and has a reset time so long that it stays open; no " +
      "request was sent while it was measured. The command is made beforehand. " +
      `Node.js keeps the first ${keptFrames} frames of a stack: a caller further down is not named in the error.`,
  };
}

function placeAsText(place: number | undefined): string {
  if (place === undefined) return "not in it";
  return place <= keptFrames ? `${place}` : `${place}, cut off`;
}

function answerTable(measurements: readonly Measured[]): Table {
  return {
    title: "One call that is answered although the circuit is open",
    columns: ["", "µs", `× ${baseline}`, "half of all rounds"],
    rows: measurements.map(cells),
    note:
      "By a function that returns an object at once, where nothing else is said; by the last good answer to ListApps, of which " +
      "each caller gets a copy of its own, in the last rows. mollitia is left out: its fallback cannot answer.",
  };
}

function cells({ name, microseconds, ratio, spread }: Measured): string[] {
  return [name, microseconds.toFixed(2), ratio.toFixed(3), spread.map((end) => end.toFixed(2)).join(" – ")];
}

function targets(refusal: readonly Measured[], callerPlaces: CallerPlaces): Target[] {
  const peers = refusal.filter(({ name }) => name !== ourName);
  const [fastest] = peers.toSorted((one, other) => one.ratio - other.ratio);
  const us = refusal.find(({ name }) => name === ourName);
  if (fastest === undefined || us === undefined) throw new Error("not all subjects were measured");
  const ratio = us.ratio / fastest.ratio;
  return [
    {
      text: "a rejection no dearer than the fastest peer's",
      measured: `${ratio.toFixed(3)} × ${fastest.name}`,
      isMet: ratio <= 1,
    },
    {
      text: "the stack of a rejection's error names the caller",
      measured: placeAsText(callerPlaces[ourName]),
      isMet: (callerPlaces[ourName] ?? Infinity) <= keptFrames,
    },
  ];
}
