import { describeValue } from "../errors/describe-value.ts";

/** @throws RangeError where the value of the option is no whole number in that range */
export function checkNumber(option: string, value: unknown, least: number, most: number): void {
  if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) return;
  throw new RangeError(
    `option ${option} must be a whole number from ${least} to ${most}; got ${describeValue(value)}`,
  );
}
