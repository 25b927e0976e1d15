import type { AnyCommand, ProtectedCalls, Subject } from "../subjects/subject.ts";
import { AilingService } from "./ailing-client.ts";

/** A subject whose circuit is open. */
export interface OpenCalls {
  readonly subject: Subject;
  readonly calls: ProtectedCalls;
  readonly command: AnyCommand;
  /** Requests that arrived at the service so far; an open circuit sends none. */
  readonly requests: () => number;
}

/** Far more than any of the subjects needs before it opens. */
const mostFailures = 5_000;

/**
 * Makes a subject's circuit open by real failures, after one call that the service answered well.
 *
 * @param answer - the service's answer to that call
 */
export async function openCalls(subject: Subject, command: AnyCommand, answer: string): Promise<OpenCalls> {
  const service = new AilingService(answer);
  const calls = subject.protect(service.client);
  const state = { isOpen: false };
  const operation = command.constructor.name.replace(/Command$/, "");
  calls.onStateChange?.(operation, (changed) => void (state.isOpen = changed === "open"));
  await calls.send(command);
  service.isIll = true;
  for (let failures = 0; !state.isOpen && failures < mostFailures; failures++) {
    await calls.send(command).catch(() => {});
  }
  if (!state.isOpen) throw new Error(`${subject.name} did not open after ${mostFailures} failures`);
  return { subject, calls, command, requests: () => service.requests };
}
