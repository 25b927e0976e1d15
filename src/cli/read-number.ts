import { UsageError } from "./usage-error.ts";

/** Seeds are of 32 bits. */
export const LARGEST_SEED = 4_294_967_295;

/** What a number on the command line may be. */
export interface NumberRule {
  readonly option: string;
  readonly least: number;
  readonly most: number;
  readonly isWhole: boolean;
}

/** @throws UsageError naming the option, what is allowed and what was given */
export function readNumber(text: string, { option, least, most, isWhole }: NumberRule): number {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most && (!isWhole || Number.isInteger(value))) return value;
  const kind = isWhole ? "a whole number" : "a number";
  throw new UsageError(`${option} must be ${kind} from ${least} to ${most}, got ${JSON.stringify(text)}`);
}
