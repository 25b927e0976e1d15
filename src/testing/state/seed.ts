import type { CreateAppRequest, CreateBranchRequest } from "@aws-sdk/client-amplify";

/** A branch to begin with: its name, or more. */
export type SeedBranch =
  string | (Omit<CreateBranchRequest, "appId" | "branchName"> & { readonly branchName: string });

/** An app to begin with. */
export interface SeedApp extends Omit<CreateAppRequest, "name"> {
  /** @default "app-1", "app-2", … */
  readonly name?: string;
  /** @default none */
  readonly branches?: readonly SeedBranch[];
}
