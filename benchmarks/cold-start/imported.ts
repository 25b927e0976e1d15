/** The package all others are imported after. */
export const sdk = "@aws-sdk/client-amplify";

/** Something a program may import beside the SDK's client. */
export interface Imported {
  readonly name: string;
  /** What its `import` says; `undefined` is nothing beside the client. */
  readonly specifier?: string;
}

export const nothing: Imported = { name: "the SDK's client alone" };
export const us: Imported = { name: "amplify-breaker", specifier: "amplify-breaker" };

export const importedBeside: readonly Imported[] = [
  { name: "opossum", specifier: "opossum" },
  { name: "cockatiel", specifier: "cockatiel" },
  { name: "mollitia", specifier: "mollitia" },
  us,
];
