import * as fc from "fast-check";
import { compare } from "./compare.ts";
import type { Model } from "./model.ts";
import type { ModelledCall } from "./modelled-call.ts";
import type { RealCall, RealProgram } from "./real-program.ts";
import type { Answer } from "./scripted-sdk.ts";
import { changes } from "./setup.ts";
import { stepsTaken } from "./steps-taken.ts";

/** Something that happens, to the model and to the real thing. */
export type Command = fc.AsyncCommand<Model, RealProgram>;

interface Step {
  readonly name: string;
  readonly isPossible?: (model: Model) => boolean;
  readonly model: (model: Model) => void;
  readonly real: (real: RealProgram) => void | Promise<void>;
}

async function agreeAfter(model: Model, real: RealProgram): Promise<void> {
  stepsTaken.count++;
  await real.settle();
  compare(model, real);
}

/** After each step the two must agree. */
function step({ name, isPossible = () => true, model: inModel, real: inReality }: Step): Command {
  return {
    check: (model) => isPossible(model as Model),
    run: async (model, real) => {
      inModel(model);
      await inReality(real);
      await agreeAfter(model, real);
    },
    toString: () => name,
  };
}

/** Something that happens to one of the calls for which it can. */
interface CallStep {
  readonly name: string;
  /** Picks one of them. */
  readonly pick: number;
  readonly among: (model: Model) => readonly ModelledCall[];
  readonly model: (model: Model, call: ModelledCall) => void;
  readonly real: (call: RealCall) => void;
}

function callStep({ name, pick, among, model: inModel, real: inReality }: CallStep): Command {
  return {
    check: (model) => among(model as Model).length > 0,
    run: async (model, real) => {
      const candidates = among(model);
      const call = candidates[pick % candidates.length];
      if (call === undefined) return;
      inModel(model, call);
      const realCall = real.calls[call.id];
      if (realCall !== undefined) inReality(realCall);
      await agreeAfter(model, real);
    },
    toString: () => `${name} (${pick})`,
  };
}

const isUp = (model: Model): boolean => !model.isShutdown;
const times = fc.constantFrom(0, 1, 7, 20, 50, 100, 101, 151, 240, 333, 700, 1_000, 3_000, 20_000);

const send = fc.boolean().map((isDeaf) =>
  step({
    name: isDeaf ? "a call, deaf to its signal" : "a call",
    model: (model) => model.send(isDeaf),
    real: (real) => real.send(isDeaf),
  }),
);

/** Failures come in a row, or nothing would ever open. */
const failure = fc.nat(20).map((pick) => answered(pick, "failure", false));

const answer = fc
  .record({
    pick: fc.nat(20),
    answer: fc.constantFrom<Answer>("success", "success", "failure", "throttled", "notFound", "local"),
    retries: fc.boolean(),
  })
  .map(({ pick, answer: given, retries }) => answered(pick, given, retries));

function answered(pick: number, given: Answer, retries: boolean): Command {
  return callStep({
    name: `${given}${retries ? ", the SDK will retry" : ""}`,
    pick,
    among: (model) => model.withSdk("attempt"),
    model: (model, call) => model.answer(call, given, retries),
    real: ({ sdk }) => sdk.answer(given, retries),
  });
}

const retry = fc.nat(20).map((pick) =>
  callStep({
    name: "the SDK retries",
    pick,
    among: (model) => model.withSdk("backoff"),
    model: (model, call) => model.retry(call),
    real: ({ sdk }) => sdk.retry(),
  }),
);

const cancel = fc.nat(20).map((pick) =>
  callStep({
    name: "its caller gives up",
    pick,
    among: (model) =>
      [...model.withSdk("attempt"), ...model.withSdk("backoff")].filter(
        ({ isDeaf, ending }) => !isDeaf && ending === undefined,
      ),
    model: (model, call) => model.cancel(call),
    real: ({ controller }) => controller.abort(),
  }),
);

const pass = times.map((ms) =>
  step({
    name: `${ms} ms pass`,
    model: ({ agenda }) => agenda.pass(ms),
    real: ({ clock }) => clock.advance(ms),
  }),
);

const freeze = times.map((ms) =>
  step({
    name: `frozen for ${ms} ms`,
    model: ({ agenda }) => agenda.freeze(ms),
    real: ({ clock }) => clock.jump(ms),
  }),
);

const configure = changes.map((change) =>
  step({
    name: `configure ${JSON.stringify(change)}`,
    isPossible: isUp,
    model: (model) => model.configure(change),
    real: (real) => real.configure(change),
  }),
);

const isolate = fc.constant(
  step({
    name: "isolate",
    isPossible: (model) => isUp(model) && !model.isIsolated,
    model: (model) => model.isolate(),
    real: ({ circuit }) => circuit.isolate("for the model"),
  }),
);

const release = fc.constant(
  step({
    name: "release",
    isPossible: (model) => isUp(model) && model.isIsolated,
    model: (model) => model.release(),
    real: ({ circuit }) => circuit.release(),
  }),
);

const restore = fc.constant(
  step({
    name: "restore from a snapshot of now",
    isPossible: isUp,
    model: (model) => model.restore(),
    real: (real) => real.restore(),
  }),
);

const restart = fc.constant(
  step({
    name: "restart from a snapshot",
    isPossible: isUp,
    model: (model) => model.restart(),
    real: async (real) => real.restart(),
  }),
);

const hostility = fc.constant(
  step({
    name: "listeners turn hostile, or peaceful",
    model: () => {},
    real: (real) => real.toggleHostility(),
  }),
);

const shutdown = fc.constant(
  step({
    name: "shutdown",
    isPossible: isUp,
    model: (model) => model.shutdown(),
    real: (real) => real.shutdown(),
  }),
);

/** What can happen; what is there more than once happens more often. */
const all: fc.Arbitrary<Command>[] = [
  ...[send, send, send, send, failure, failure, failure, answer, answer, pass, pass, pass],
  ...[retry, cancel, freeze, configure, isolate, release, release, restore, restart, hostility],
];

/** Programs of so many steps at most, few of which end with a shutdown before the end. */
export function programs(maxCommands: number): fc.Arbitrary<Iterable<Command>> {
  return fc.commands([...all, ...all, ...all, shutdown], { maxCommands, size: "max" });
}
