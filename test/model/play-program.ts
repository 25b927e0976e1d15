import * as fc from "fast-check";
import { compare } from "./compare.ts";
import type { Command } from "./commands.ts";
import { Model } from "./model.ts";
import { RealProgram } from "./real-program.ts";
import type { Setup } from "./setup.ts";

/** What is left when all is over. */
function checkNothingIsLeft(real: RealProgram): void {
  const unsettled = real.calls.filter(({ outcomes }) => outcomes.length !== 1);
  if (unsettled.length > 0) throw new Error(`${unsettled.length} calls did not settle exactly once`);
  const { pendingTimers } = real.clock;
  if (pendingTimers > 0) throw new Error(`${pendingTimers} timers are left after the shutdown`);
}

/** Plays a program on the model and on the real thing, which must agree all the time. */
export async function playProgram(setup: Setup, commands: Iterable<Command>): Promise<void> {
  const model = new Model(setup);
  const real = new RealProgram(setup);
  await real.ready();
  await fc.asyncModelRun(() => ({ model, real }), commands);
  if (!model.isShutdown) {
    model.shutdown();
    real.shutdown();
  }
  const longest = 100_000;
  model.agenda.pass(longest);
  real.clock.advance(longest);
  await real.settle();
  for (const { sdk } of real.calls) sdk.end();
  real.clock.advance(longest);
  await real.settle();
  compare(model, real);
  checkNothingIsLeft(real);
}
