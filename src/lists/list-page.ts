import type { App, Branch, DomainAssociation, JobSummary } from "@aws-sdk/client-amplify";
import { readProperty } from "../errors/read-property.ts";

/** What Amplify's paginated lists hold, by the member of the output that holds it. */
interface Listed {
  readonly apps: App;
  readonly branches: Branch;
  readonly domainAssociations: DomainAssociation;
  readonly jobSummaries: JobSummary;
}

/** One page of a list: an output of ListApps, ListBranches, ListDomainAssociations or ListJobs. */
export type ListPage = {
  [Name in keyof Listed]: { readonly [Member in Name]: Listed[Name][] | undefined } & {
    readonly nextToken?: string | undefined;
  };
}[keyof Listed];

/** What one page lists, as in `App` for a page of ListApps. */
export type ItemOf<Page extends ListPage> = Page extends unknown
  ? NonNullable<Page[keyof Page & keyof Listed]> extends readonly (infer Item)[]
    ? Item
    : never
  : never;

const members: Readonly<Record<keyof Listed, true>> = {
  apps: true,
  branches: true,
  domainAssociations: true,
  jobSummaries: true,
};

/** The names of the members that can hold a list. */
export const listMembers: readonly string[] = Object.freeze(Object.keys(members));

/** What the page lists; nothing where it has no list, as after a 200 with an empty body. */
export function itemsOf<Page extends ListPage>(page: Page): readonly ItemOf<Page>[] | undefined {
  for (const name of listMembers) {
    const list = readProperty(page, name);
    if (Array.isArray(list)) return list as ItemOf<Page>[];
  }
  return undefined;
}
