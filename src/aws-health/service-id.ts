/** A service in a region, or in all of them. */
export interface ServiceId {
  readonly service: string;
  readonly region: string | undefined;
}

const directions = "central|(?:north|south)(?:east|west)?|east|west";
const region = `(?:[a-z]{2}|eusc)(?:-(?:gov|iso[a-z]?|de))?-(?:${directions})-\\d{1,2}`;
const onlyRegion = new RegExp(`^${region}$`, "u");
const regionAtEnd = new RegExp(`(?:^|-)(${region})$`, "u");

/** The region where the text is the name of one, as in `eu-west-1`, or `global`. */
export function regionOf(text: string | undefined): string | undefined {
  const name = text?.toLowerCase();
  return name !== undefined && (name === "global" || onlyRegion.test(name)) ? name : undefined;
}

/** Takes the feed's ids of services apart, as in `s3-us-east-1` and `cloudfront`. */
export function readServiceId(id: string): ServiceId {
  const lowerCase = id.toLowerCase();
  const found = regionAtEnd.exec(lowerCase)?.[1];
  if (found === undefined) return { service: lowerCase, region: undefined };
  return { service: lowerCase.slice(0, -found.length - 1), region: found };
}
