/** How a call ended. */
export type Settlement =
  { readonly output: unknown; readonly error?: never } | { readonly error: unknown; readonly output?: never };

/** How `call` ends; never rejects. */
export async function settlementOf(call: () => Promise<unknown>): Promise<Settlement> {
  try {
    return { output: await call() };
  } catch (error) {
    return { error };
  }
}

/** What `call` rejects with. */
export async function rejectionOf<Rejection = Error & Record<string, unknown>>(
  call: Promise<unknown>,
): Promise<Rejection> {
  const settlement = await settlementOf(() => call);
  if (settlement.error === undefined) throw new Error("the call was expected to fail");
  return settlement.error as Rejection;
}

/** What may differ between two runs of the same call on two simulators with the same seed. */
const differing: ReadonlySet<string> = new Set(["totalRetryDelay", "stack", "$response"]);

/**
 * Everything a caller could tell two settlements apart by: the class, every own property, hidden ones too, and so on
 * through causes; a port number is shown as `PORT`.
 */
export function comparable(value: unknown): unknown {
  if (typeof value === "string") return value.replaceAll(/\b\d{4,5}\b(?=$|[^\d-])/g, "PORT");
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Date || ArrayBuffer.isView(value)) return value;
  const members = Object.getOwnPropertyNames(value)
    .filter((name) => !differing.has(name))
    .map((name) => {
      const descriptor = Object.getOwnPropertyDescriptor(value, name);
      const member: unknown = descriptor?.value;
      return [name, name === "port" ? "PORT" : comparable(member), descriptor?.enumerable] as const;
    });
  const hidden = members.filter(([, , isEnumerable]) => isEnumerable !== true).map(([name]) => name);
  return {
    class: classId(value),
    members: new Map(members.map(([name, member]) => [name, member])),
    hidden,
    hasResponse: Object.hasOwn(value, "$response"),
  };
}

const classIds = new Map<unknown, string>();

/** Two values have the same id when their prototypes are the very same object. */
function classId(value: object): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  const known = classIds.get(prototype);
  if (known !== undefined) return known;
  const id = `${value.constructor.name} ${classIds.size}`;
  classIds.set(prototype, id);
  return id;
}
