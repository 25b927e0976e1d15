import * as sdk from "@aws-sdk/client-amplify";
import { badRequest } from "./service-error.ts";
import type { Member, Shape, Structure } from "./shape.ts";

/** What an HTTP request says, before it means anything. */
export interface RawInput {
  readonly labels: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: string;
}

/** The schemas do not list the values of enums, so the members that hold one are named here. */
const allowedValues: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  buildComputeType: sdk.BuildComputeType,
  jobType: sdk.JobType,
  platform: sdk.Platform,
  sourceUrlType: sdk.SourceUrlType,
  stage: sdk.Stage,
};

/**
 * Reads an operation's input from a request.
 *
 * @throws ServiceError BadRequestException, when a member is missing or has the wrong type, or the body is no JSON object
 */
export function decodeInput(structure: Structure, raw: RawInput): Record<string, unknown> {
  const body = parseBody(raw.body);
  const input: Record<string, unknown> = {};
  for (const member of structure.members) {
    const value = decodeValue(member.shape, rawValue(member, raw, body), member.name);
    if (value !== undefined) input[member.name] = value;
    else if (member.isRequired) throw missing(member.name);
  }
  return input;
}

function parseBody(text: string): Record<string, unknown> {
  if (text === "") return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw badRequest("Could not parse request body into json.");
  }
  if (!isObject(value)) throw badRequest("The request body must be a JSON object.");
  return value;
}

function rawValue(member: Member, raw: RawInput, body: Record<string, unknown>): unknown {
  if (member.location === "body") return body[member.name];
  if (member.location === "path") return raw.labels[member.name];
  const { query } = member.location;
  if (member.shape.kind === "list") return raw.query.has(query) ? raw.query.getAll(query) : undefined;
  const text = raw.query.get(query) ?? undefined;
  return text === undefined || member.shape.kind !== "number" ? text : Number(text);
}

function decodeValue(shape: Shape, value: unknown, path: string): unknown {
  if (value === undefined || value === null) return undefined;
  switch (shape.kind) {
    case "string":
      return decodeString(value, path);
    case "number":
      if (typeof value !== "number" || Number.isNaN(value)) throw mistyped(path, "a number");
      return value;
    case "boolean":
      if (typeof value !== "boolean") throw mistyped(path, "a boolean");
      return value;
    case "timestamp":
      return decodeTimestamp(value, path);
    case "list":
      if (!Array.isArray(value)) throw mistyped(path, "a list");
      return value.map((item, index) => decodeValue(shape.item, item, `${path}.${index}`));
    case "map":
      return decodeMap(shape.value, value, path);
    case "structure":
      return decodeStructure(shape, value, path);
  }
}

function decodeString(value: unknown, path: string): string {
  if (typeof value !== "string") throw mistyped(path, "a string");
  const allowed = allowedValues[path.slice(path.lastIndexOf(".") + 1)];
  if (allowed && !Object.hasOwn(allowed, value)) {
    throw invalid(path, `Member must satisfy enum value set: [${Object.keys(allowed).join(", ")}]`);
  }
  return value;
}

function decodeTimestamp(value: unknown, path: string): Date {
  const isSeconds = typeof value === "number";
  if (!isSeconds && typeof value !== "string") throw mistyped(path, "a timestamp");
  const date = new Date(isSeconds ? value * 1_000 : value);
  if (Number.isNaN(date.getTime())) throw mistyped(path, "a timestamp");
  return date;
}

function decodeMap(shape: Shape, value: unknown, path: string): Record<string, unknown> {
  if (!isObject(value)) throw mistyped(path, "a map");
  return Object.fromEntries(
    // Brackets, so that a key is not taken for the name of a member.
    Object.entries(value).map(([key, item]) => [key, decodeValue(shape, item, `${path}[${key}]`)]),
  );
}

function decodeStructure(structure: Structure, value: unknown, path: string): Record<string, unknown> {
  if (!isObject(value)) throw mistyped(path, "an object");
  const result: Record<string, unknown> = {};
  for (const member of structure.members) {
    const decoded = decodeValue(member.shape, value[member.name], `${path}.${member.name}`);
    if (decoded !== undefined) result[member.name] = decoded;
    else if (member.isRequired) throw missing(`${path}.${member.name}`);
  }
  return result;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function missing(path: string): Error {
  return invalid(path, "Member must not be null");
}

function mistyped(path: string, expected: string): Error {
  return invalid(path, `Member must be ${expected}`);
}

function invalid(path: string, constraint: string): Error {
  return badRequest(
    `1 validation error detected: Value at '${path}' failed to satisfy constraint: ${constraint}`,
  );
}
