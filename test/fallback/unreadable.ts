import { deserialize, serialize } from "node:v8";

/** Written by every V8, and not read by that of Node.js 20. */
export const inACircle: Error = new Error("in a circle");
inACircle.cause = inACircle;

/** Whether this V8 reads what it wrote. */
export function isReadBack(value: unknown): boolean {
  try {
    deserialize(serialize(value));
    return true;
  } catch {
    return false;
  }
}
