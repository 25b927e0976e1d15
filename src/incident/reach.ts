import { unknownOperation } from "../amplify/operations.ts";
import type { CircuitReading } from "../events/circuit-state.ts";
import { areNeighbours, type CircuitAddress } from "./circuit-address.ts";
import type { Neighbour, Reach } from "./incident-report.ts";
import { shortText } from "./short-text.ts";

/** A report has room for so many; an app uses a dozen. */
const mostNeighbours = 40;

const namesInSentence = 6;

/** What is worst comes first. */
const ranks: Readonly<Record<Neighbour["condition"], number>> = { out: 0, failing: 1, works: 2, quiet: 3 };

/**
 * Tells how far the trouble of a circuit reaches, by what the program's other circuits met within their windows.
 *
 * @param wasOut - whether a circuit had an outage of its own at the same time, also where that is over
 */
export function reachOf(
  place: CircuitAddress,
  circuits: Iterable<CircuitReading>,
  wasOut: (other: CircuitAddress) => boolean,
): Reach {
  const here: Neighbour[] = [];
  let worksElsewhere: string | undefined;
  for (const reading of circuits) {
    const other = { ...placeOf(reading) };
    if (other.circuit === unknownOperation || other.scope !== place.scope) continue;
    const isHere = areNeighbours(other, place);
    // Itself, or another operation elsewhere.
    if (isHere === (other.circuit === place.circuit)) continue;
    const neighbour = neighbourOf(reading, wasOut(other));
    if (isHere) here.push(neighbour);
    else if (neighbour.condition === "works") worksElsewhere ??= other.region ?? other.endpoint;
  }
  const neighbours = here
    .toSorted((one, other) => ranks[one.condition] - ranks[other.condition])
    .slice(0, mostNeighbours);
  return { ...verdictOf(place, neighbours, worksElsewhere), neighbours };
}

function placeOf({ name, region, endpoint, scope }: CircuitReading): CircuitAddress {
  return { circuit: name, region, endpoint, scope };
}

function neighbourOf(reading: CircuitReading, wasOut: boolean): Neighbour {
  const { successes, failures } = reading.stats();
  const isOut = wasOut || reading.state === "open" || reading.state === "halfOpen";
  return {
    circuit: shortText(reading.name),
    ...(reading.region === undefined ? undefined : { region: reading.region }),
    condition: isOut ? "out" : conditionOf(successes, failures),
    successes,
    failures,
  };
}

function conditionOf(successes: number, failures: number): Neighbour["condition"] {
  if (successes === 0 && failures === 0) return "quiet";
  return successes > failures ? "works" : "failing";
}

function verdictOf(
  place: CircuitAddress,
  neighbours: readonly Neighbour[],
  worksElsewhere: string | undefined,
): Pick<Reach, "verdict" | "sentence"> {
  const region = place.region ?? "this region";
  const working = namesOf(neighbours, ["works"]);
  const bad = namesOf(neighbours, ["out", "failing"]);
  if (working !== "" && bad === "") {
    const sentence = `${place.circuit} alone is affected in ${region}; these work: ${working}.`;
    return { verdict: "operation", sentence };
  }
  if (working !== "") {
    return { verdict: "several", sentence: `Affected in ${region} as well: ${bad}. These work: ${working}.` };
  }
  if (worksElsewhere !== undefined) {
    const sentence = `Nothing else is known to work in ${region}, and ${place.circuit} works in ${worksElsewhere}.`;
    return { verdict: "region", sentence };
  }
  if (bad !== "") {
    return {
      verdict: "service",
      sentence: `Affected in ${region} as well: ${bad}; nothing is known to work there.`,
    };
  }
  return {
    verdict: "unknown",
    sentence: `The program made no other calls in ${region} lately that would tell how far it reaches.`,
  };
}

function namesOf(neighbours: readonly Neighbour[], conditions: readonly Neighbour["condition"][]): string {
  const names = neighbours
    .filter(({ condition }) => conditions.includes(condition))
    .map(({ circuit }) => circuit);
  const more = names.length - namesInSentence;
  const shown = names.slice(0, namesInSentence).join(", ");
  return more > 0 ? `${shown} and ${more} more` : shown;
}
