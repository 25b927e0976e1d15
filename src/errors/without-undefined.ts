/** The same object, with members that may be `undefined` left out where they are. */
export type WithoutUndefined<Members> = {
  [Name in keyof Members as undefined extends Members[Name] ? never : Name]: Members[Name];
} & {
  [Name in keyof Members as undefined extends Members[Name] ? Name : never]?: Exclude<
    Members[Name],
    undefined
  >;
};

/** A copy without the members that are `undefined`, which JSON does not know. */
export function withoutUndefined<Members extends object>(members: Members): WithoutUndefined<Members> {
  const present = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.fromEntries(present) as WithoutUndefined<Members>;
}
