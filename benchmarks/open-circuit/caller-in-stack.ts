import type { AnyCommand, ProtectedCalls } from "../subjects/subject.ts";

/** How many frames Node.js keeps of a stack where nobody asks for more. */
export const keptFrames = 10;

/** Which frame of a refusal's stack, counted from 1, is the function that made the call. */
export async function placeOfCaller(calls: ProtectedCalls, command: AnyCommand): Promise<number | undefined> {
  async function theCallersOwnFunction(): Promise<unknown> {
    try {
      return await calls.send(command);
    } catch (error) {
      return error;
    }
  }
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 100;
  try {
    const error = await theCallersOwnFunction();
    if (!(error instanceof Error)) throw new Error("the call was not refused");
    return placeInStack(error.stack ?? "", theCallersOwnFunction.name);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Frames that a subject of these benchmarks adds, and a program would not have. */
const ownFrame = /^Object\.(?:send|fire) /;

/** The place of a function's frame in a stack, counted from 1; the frames of the benchmarks' own are left out. */
export function placeInStack(stack: string, functionName: string): number | undefined {
  const frames = stack
    .split("\n")
    .map((line) => /^\s+at (?:async )?(.*)$/.exec(line)?.[1])
    .filter((frame) => frame !== undefined)
    .filter((frame) => !ownFrame.test(frame));
  const index = frames.findIndex((frame) => frame.startsWith(`${functionName} `));
  return index === -1 ? undefined : index + 1;
}
