import type { StaticSchema } from "./static-schema.ts";

/** A type of the Amplify API, read from the SDK's run-time schemas. */
export type Shape =
  | { readonly kind: "string" | "number" | "boolean" | "timestamp" }
  | { readonly kind: "list"; readonly item: Shape }
  | { readonly kind: "map"; readonly value: Shape }
  | Structure;

/** An object with named members. */
export interface Structure {
  readonly kind: "structure";
  readonly name: string;
  readonly members: readonly Member[];
}

/** One member of a structure, and where in the HTTP request it travels. */
export interface Member {
  readonly name: string;
  readonly shape: Shape;
  readonly isRequired: boolean;
  /** `body`, unless the schema says it travels in the path or in the query string. */
  readonly location: "body" | "path" | { readonly query: string };
}

/** Bits the SDK's schemas add to a simple type to say "list of" and "map of". */
const LIST_OF = 0b0100_0000;
const MAP_OF = 0b1000_0000;
/** The trait bit of a member that travels in the path. */
const HTTP_LABEL = 0b1;

const simpleTypes = { number: 1, boolean: 2, firstTimestamp: 4, lastTimestamp: 7 } as const;

/** Reads what a schema, or a reference to one, stands for. */
export function readShape(schema: StaticSchema): Shape {
  if (typeof schema === "function") return readShape(schema());
  if (typeof schema === "number") return readSimple(schema);
  // A reference with traits is a pair; a schema proper has its namespace in second place.
  if (typeof schema[1] !== "string") return readShape(schema[0] as StaticSchema);
  switch (schema[0]) {
    case 0:
      return readShape(schema[4] as StaticSchema);
    case 1:
      return { kind: "list", item: readShape(schema[4] as StaticSchema) };
    case 2:
      return { kind: "map", value: readShape(schema[5] as StaticSchema) };
    default:
      return readStructure(schema);
  }
}

function readSimple(type: number): Shape {
  if ((type & MAP_OF) !== 0) return { kind: "map", value: readSimple(type & ~MAP_OF) };
  if ((type & LIST_OF) !== 0) return { kind: "list", item: readSimple(type & ~LIST_OF) };
  if (type === simpleTypes.number) return { kind: "number" };
  if (type === simpleTypes.boolean) return { kind: "boolean" };
  const isTimestamp = type >= simpleTypes.firstTimestamp && type <= simpleTypes.lastTimestamp;
  return { kind: isTimestamp ? "timestamp" : "string" };
}

function readStructure(schema: readonly unknown[]): Structure {
  const names = schema[4] as readonly string[];
  const types = schema[5] as readonly StaticSchema[];
  // Required members come first, and the schema ends with their number.
  const required = typeof schema[6] === "number" ? schema[6] : 0;
  return {
    kind: "structure",
    name: String(schema[2]),
    members: names.map((name, index) => {
      const type = types[index] ?? 0;
      return { name, shape: readShape(type), isRequired: index < required, location: readLocation(type) };
    }),
  };
}

function readLocation(type: StaticSchema): Member["location"] {
  if (typeof type !== "object" || typeof type[1] === "string") return "body";
  const traits: unknown = type[1];
  if (typeof traits === "number") return (traits & HTTP_LABEL) === 0 ? "body" : "path";
  const query = (traits as { httpQuery?: string } | undefined)?.httpQuery;
  return query === undefined ? "body" : { query };
}
