import { ours } from "../subjects/ours.ts";

const { name } = ours();

/** Whether the subject is amplify-breaker, with whatever options. */
export function isOurs(subject: string): boolean {
  return subject === name || subject.startsWith(`${name},`);
}
