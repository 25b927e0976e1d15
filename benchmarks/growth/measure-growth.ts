import type { BenchmarkContext } from "../harness/benchmark.ts";
import { startProcess } from "../harness/child.ts";
import { Questions } from "../harness/questions.ts";
import { inRounds, summarize, type Measured } from "../harness/rounds.ts";
import { baseline, grownSubjects } from "./grown-subjects.ts";
import type { GrownSize, GrowthQuestion } from "./growth-question.ts";

/** What was measured of one subject with so many clients. */
export interface Grown extends GrownSize {
  readonly name: string;
  readonly clients: number;
  readonly timers: number;
  /** Time to be ready, beside unprotected clients'. */
  readonly startUp: Measured;
  /** Time per call, beside unprotected clients'. */
  readonly calls: Measured;
}

/** What was measured with so many callers at once of one client. */
export interface Crowd {
  readonly callers: number;
  readonly calls: readonly Measured[];
}

const flags = ["--expose-gc", "--max-old-space-size=6144"];

/** All subjects with so many clients each, every subject in a process of its own. */
export async function measureClients(
  clients: number,
  { isQuick, progress }: BenchmarkContext,
): Promise<Grown[]> {
  const timers: number[] = [];
  for (const { name } of grownSubjects) {
    progress(`${clients} clients, timers of ${name}`);
    const { message } = await startProcess("grown-program", [name, String(clients), "timers"], flags);
    timers.push(message as number);
  }
  const programs = await startPrograms(clients, progress);
  const sizes: GrownSize[] = [];
  for (const program of programs) sizes.push(await program.ask({ kind: "size" } satisfies GrowthQuestion));
  const startUp = await compare(programs, { kind: "startUp" }, isQuick ? 3 : 10, (round) =>
    progress(`${clients} clients, start-up, round ${round + 1}`),
  );
  const turn: GrowthQuestion = { kind: "turn", callers: 32, turnMs: isQuick ? 200 : 400 };
  const calls = await compare(programs, turn, isQuick ? 3 : 15, (round) =>
    progress(`${clients} clients, calls, round ${round + 1}`),
  );
  for (const program of programs) program.close();
  return grownSubjects.map(({ name }, index) => ({
    ...{ name, clients, timers: timers[index] ?? Number.NaN },
    ...(sizes[index] ?? { operations: Number.NaN, bytes: Number.NaN }),
    startUp: at(startUp, index),
    calls: at(calls, index),
  }));
}

/** One client of each subject with ever more callers. */
export async function measureCrowds(
  numbers: readonly number[],
  { isQuick, progress }: BenchmarkContext,
): Promise<Crowd[]> {
  const programs = await startPrograms(1, progress);
  const crowds: Crowd[] = [];
  for (const callers of numbers) {
    const turn: GrowthQuestion = { kind: "turn", callers, turnMs: isQuick ? 200 : 400 };
    const calls = await compare(programs, turn, isQuick ? 3 : 10, (round) =>
      progress(`${callers} callers, round ${round + 1}`),
    );
    crowds.push({ callers, calls });
  }
  for (const program of programs) program.close();
  return crowds;
}

async function startPrograms(
  clients: number,
  progress: BenchmarkContext["progress"],
): Promise<readonly Questions[]> {
  const programs: Questions[] = [];
  for (const { name } of grownSubjects) {
    progress(`${clients} clients, growing ${name}`);
    const { child } = await startProcess("grown-program", [name, String(clients)], flags);
    programs.push(new Questions(child));
  }
  return programs;
}

/** Asks all programs the same by turns; the first two rounds warm up and do not count. */
async function compare(
  programs: readonly Questions[],
  question: GrowthQuestion,
  rounds: number,
  onRound: (round: number) => void,
): Promise<Measured[]> {
  const ask = async (program: Questions): Promise<number> => program.ask(question);
  for (const program of [...programs, ...programs]) await ask(program);
  const times = await inRounds(programs, ask, { rounds, onRound });
  const base = times[grownSubjects.findIndex(({ name }) => name === baseline)] ?? [];
  return grownSubjects.map(({ name }, index) => summarize(name, times[index] ?? [], base));
}

function at(measurements: readonly Measured[], index: number): Measured {
  const one = measurements[index];
  if (one === undefined) throw new Error("a subject was not measured");
  return one;
}
