import { checkMembers } from "../errors/check-members.ts";
import { checkNumber } from "./check-number.ts";
import { describeValue } from "../errors/describe-value.ts";

/** When to alert; each rule can be changed, or be turned off by `false`. */
export interface AlertRules {
  /**
   * A circuit opened.
   * @default true
   */
  readonly circuitOpen?: boolean | undefined;
  /**
   * A circuit has been open for `afterMs` milliseconds (1_000 to 86_400_000), and a probe has failed since.
   * @default { afterMs: 300_000 }
   */
  readonly openTooLong?: { readonly afterMs?: number | undefined } | false | undefined;
  /**
   * That many `circuits` (2 to 1_000) of one region, endpoint and scope are open at once. One that opens within
   * `withinMs` milliseconds (0 to 86_400_000) of the last belongs to the same outage, and so to the same alert.
   * @default { circuits: 3, withinMs: 900_000 }
   */
  readonly serviceOut?:
    { readonly circuits?: number | undefined; readonly withinMs?: number | undefined } | false | undefined;
  /**
   * A call ended in InternalFailureException, the first in its region, endpoint and scope after `quietMs` milliseconds
   * without (1_000 to 604_800_000). Held back for `waitMs` milliseconds (0 to 600_000): where the circuit opens
   * meanwhile, the alert about that says it all.
   * @default { waitMs: 5_000, quietMs: 3_600_000 }
   */
  readonly firstFailure?:
    { readonly waitMs?: number | undefined; readonly quietMs?: number | undefined } | false | undefined;
}

/** The rules with everything filled in; `undefined` where one is off. */
export interface ReadAlertRules {
  readonly circuitOpen: boolean;
  readonly openTooLong: { readonly afterMs: number } | undefined;
  readonly serviceOut: { readonly circuits: number; readonly withinMs: number } | undefined;
  readonly firstFailure: { readonly waitMs: number; readonly quietMs: number } | undefined;
}

/** @throws TypeError or RangeError that names the option, what is allowed and what came */
export function readAlertRules(rules: AlertRules = {}): ReadAlertRules {
  checkMembers("option rules", rules, ["circuitOpen", "openTooLong", "serviceOut", "firstFailure"]);
  const { circuitOpen = true } = rules;
  if (typeof circuitOpen !== "boolean") {
    throw new TypeError(`option rules.circuitOpen must be true or false; got ${describeValue(circuitOpen)}`);
  }
  return {
    circuitOpen,
    openTooLong: readRule("openTooLong", rules.openTooLong, { afterMs: [300_000, 1_000, 86_400_000] }),
    serviceOut: readRule("serviceOut", rules.serviceOut, {
      circuits: [3, 2, 1_000],
      withinMs: [900_000, 0, 86_400_000],
    }),
    firstFailure: readRule("firstFailure", rules.firstFailure, {
      waitMs: [5_000, 0, 600_000],
      quietMs: [3_600_000, 1_000, 604_800_000],
    }),
  };
}

/** Default, least and most of a number. */
type Range = readonly [byDefault: number, least: number, most: number];

function readRule<Name extends string>(
  rule: string,
  given: { readonly [Member in Name]?: number | undefined } | false | undefined,
  ranges: Readonly<Record<Name, Range>>,
): Readonly<Record<Name, number>> | undefined {
  if (given === false) return undefined;
  const members = Object.entries(ranges) as [Name, Range][];
  if (given !== undefined) {
    checkMembers(
      `option rules.${rule}, unless it is false,`,
      given,
      members.map(([name]) => name),
    );
  }
  const read = members.map(([name, [byDefault, least, most]]) => {
    const value = given?.[name] ?? byDefault;
    checkNumber(`rules.${rule}.${name}`, value, least, most);
    return [name, value];
  });
  return Object.freeze(Object.fromEntries(read) as Record<Name, number>);
}
