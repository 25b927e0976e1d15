import { amplify, dependencyOf, type Dependency } from "../amplify/dependencies.ts";
import { isPlainObject } from "../errors/is-plain-object.ts";
import { readProperty, readString } from "../errors/read-property.ts";
import { eventTime } from "./event-time.ts";
import { plainText } from "./plain-text.ts";
import { readServiceId, regionOf, type ServiceId } from "./service-id.ts";

/** An event of the feed that is about Amplify, or what it depends on; in some regions, or in those that nobody told. */
export interface FeedEvent {
  readonly service: string;
  /** Where, `global` among them; none where it cannot be told. */
  readonly regions: ReadonlySet<string>;
  readonly status: string | undefined;
  readonly summary: string;
  readonly since: number | undefined;
  readonly arn: string | undefined;
  readonly isAmplify: boolean;
}

/** What an entry of the feed can be read as: `irrelevant` where it is over, or about something else. */
export type FeedEntry = FeedEvent | "irrelevant" | "unreadable";

/** A service that the event names and that counts. */
interface Concerned {
  readonly dependency: Dependency;
  readonly region: string | undefined;
}

const longest = { service: 60, status: 40, summary: 300, arn: 300 };

/** AWS's own scale. Published readers take a 3 for the end, but open disruptions of whole regions had it. */
const statuses = ["resolved", "informational", "degradation", "disruption"];

/** What AWS calls an event of which it does not say, or not at once, what it is about. */
const manyServices = /^multiple[ _-]?services/iu;

/** Reads an entry of the feed, of which every member may be missing or anything else. */
export function readFeedEntry(entry: unknown): FeedEntry {
  const ids = ownIds(entry);
  const named = impactedServices(entry);
  if (ids.length === 0 && named.length === 0) return "unreadable";
  const own = ids.flatMap(concernedBy);
  const all = [...own, ...named.flatMap(concernedBy)];
  const isAboutMany = named.length === 0 && ids.some(({ service }) => manyServices.test(service));
  if (isOver(entry) || (all.length === 0 && !isAboutMany)) return "irrelevant";
  const service = ids[0]?.service ?? all[0]?.dependency.name.toLowerCase() ?? "";
  return {
    service: plainText(service, longest.service),
    regions: regionsOf(entry, ids, all),
    status: shortened(readStatus(entry), longest.status),
    summary: plainText(readSummary(entry) + otherNames(own, all), longest.summary),
    since: eventTime(readProperty(entry, "date")),
    arn: shortened(readString(entry, "arn"), longest.arn),
    isAmplify: all.some(({ dependency }) => dependency === amplify),
  };
}

function shortened(text: string | undefined, most: number): string | undefined {
  return text === undefined ? undefined : plainText(text, most);
}

/** By id, by ARN and by name: any of them may be missing, or be one that the table does not know. */
function ownIds(entry: unknown): ServiceId[] {
  const ids = [readString(entry, "service"), partsOfArn(entry)?.service, readString(entry, "service_name")];
  return ids.flatMap((id) => (id === undefined || id.trim() === "" ? [] : [readServiceId(shortId(id))]));
}

/** An object by id, each with a `service_name`; or an array of either. */
function impactedServices(entry: unknown): ServiceId[] {
  const impacted = readProperty(entry, "impacted_services");
  if (!Array.isArray(impacted) && !isPlainObject(impacted)) return [];
  return Object.entries(impacted).flatMap(([key, value]: [string, unknown]) => {
    const told = [value, readProperty(value, "service"), readProperty(value, "service_name")];
    const texts = told.filter((text) => typeof text === "string");
    const ids = Array.isArray(impacted) ? texts : [key, ...texts];
    return ids.map((id) => readServiceId(shortId(id)));
  });
}

/** Longer than any name of a service with its region. */
function shortId(id: string): string {
  return id.trim().slice(0, 200);
}

function concernedBy({ service, region }: ServiceId): Concerned[] {
  const dependency = dependencyOf(service);
  return dependency === undefined ? [] : [{ dependency, region }];
}

function readStatus(entry: unknown): string | undefined {
  const status = readProperty(entry, "status");
  if (typeof status !== "string" && typeof status !== "number") return undefined;
  const text = String(status).trim();
  return text === "" ? undefined : (statuses[Number(text)] ?? text);
}

/** What is over stays in the feed for a while, and each of the three signs was seen without the others. */
function isOver(entry: unknown): boolean {
  if (/^(?:resolved|closed)$/iu.test(readStatus(entry) ?? "")) return true;
  if (eventTime(readProperty(entry, "end_time")) !== undefined) return true;
  return /^\s*\[resolved\]/iu.test(readString(entry, "summary") ?? "");
}

function readSummary(entry: unknown): string {
  const log = readProperty(entry, "event_log");
  const newest: unknown = Array.isArray(log) ? log.at(-1) : undefined;
  const told = [entry, newest].map((place) => readString(place, "summary"));
  const texts = [...told, readString(newest, "message")].map((text) => text?.slice(0, 2_000).trim());
  return texts.find((text) => text !== undefined && text !== "") ?? "no summary";
}

/** Why an event is shown that is by its name about something else. */
function otherNames(own: readonly Concerned[], all: readonly Concerned[]): string {
  const shown = new Set(own.map(({ dependency }) => dependency.name));
  const others = new Set(all.map(({ dependency }) => dependency.name).filter((name) => !shown.has(name)));
  return others.size === 0 ? "" : `; also affected: ${[...others].toSorted().join(", ")}`;
}

function regionsOf(entry: unknown, ids: readonly ServiceId[], all: readonly Concerned[]): Set<string> {
  const regions = new Set<string>();
  const add = (region: string | undefined): void => {
    if (region !== undefined) regions.add(region);
  };
  add(regionOf(partsOfArn(entry)?.region));
  add(regionOf(readString(entry, "region_name")?.trim()));
  for (const { region } of ids) add(region);
  for (const { region } of all) add(region);
  // The ARN of an event of a service without regions may name the one where it is run.
  if (all.some(({ dependency, region }) => dependency.isGlobal && (region ?? "us-east-1") === "us-east-1")) {
    add("global");
  }
  return regions;
}

/** As in `arn:aws:health:eu-west-1::event/AMPLIFY/AWS_AMPLIFY_OPERATIONAL_ISSUE/…`. */
function partsOfArn(entry: unknown): { region: string; service: string } | undefined {
  const arn = readString(entry, "arn")?.slice(0, 1_000) ?? "";
  const [, region, service] = /^arn:[^:]*:health:([^:]*):[^:]*:event\/([^/]+)/u.exec(arn) ?? [];
  return region === undefined || service === undefined ? undefined : { region, service };
}
