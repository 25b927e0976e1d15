import type { Shape, Structure } from "./shape.ts";

/** Writes an operation's output as the JSON that its schema says. Members the schema does not know stay inside. */
export function encodeOutput(structure: Structure, output: object): string {
  return JSON.stringify(encodeStructure(structure, output));
}

/** An answer whose members all have a type the schema does not allow. */
export function encodeMistyped(structure: Structure): string {
  return JSON.stringify(
    Object.fromEntries(structure.members.map(({ name, shape }) => [name, wrongValue(shape)])),
  );
}

function encodeStructure(structure: Structure, value: object): Record<string, unknown> {
  const source = value as Readonly<Record<string, unknown>>;
  const result: Record<string, unknown> = {};
  for (const member of structure.members) {
    const encoded = encodeValue(member.shape, source[member.name]);
    if (encoded !== undefined) result[member.name] = encoded;
    // A gap here is a mistake of the simulator's own; better a loud 500 than an answer Amplify would never give.
    else if (member.isRequired)
      throw new Error(`${structure.name}.${member.name} is required and has no value`);
  }
  return result;
}

function encodeValue(shape: Shape, value: unknown): unknown {
  if (value === undefined || value === null) return undefined;
  switch (shape.kind) {
    case "timestamp":
      return (value as Date).getTime() / 1_000;
    case "list":
      return (value as readonly unknown[]).map((item) => encodeValue(shape.item, item));
    case "structure":
      return encodeStructure(shape, value);
    case "string":
    case "number":
    case "boolean":
    case "map":
      return value;
  }
}

function wrongValue(shape: Shape): unknown {
  return shape.kind === "string" ? { mistyped: true } : "mistyped";
}
