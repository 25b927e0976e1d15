/**
 * All operations of the Amplify API, and what repeating each one does: nothing (`read`), nothing more
 * (`convergingWrite`), or a second thing (`creatingWrite`).
 *
 * The SDK's run-time schemas do not say which operation reads and which writes, so this table does.
 * An operation that is not listed counts as a write that may create something.
 *
 * Source: the API reference, https://docs.aws.amazon.com/amplify/latest/APIReference/API_Operations.html
 */
export const operationKinds = {
  CreateApp: "creatingWrite",
  CreateBackendEnvironment: "creatingWrite",
  CreateBranch: "creatingWrite",
  CreateDeployment: "creatingWrite",
  CreateDomainAssociation: "creatingWrite",
  CreateWebhook: "creatingWrite",
  DeleteApp: "convergingWrite",
  DeleteBackendEnvironment: "convergingWrite",
  DeleteBranch: "convergingWrite",
  DeleteDomainAssociation: "convergingWrite",
  DeleteJob: "convergingWrite",
  DeleteWebhook: "convergingWrite",
  GenerateAccessLogs: "read",
  GetApp: "read",
  GetArtifactUrl: "read",
  GetBackendEnvironment: "read",
  GetBranch: "read",
  GetDomainAssociation: "read",
  GetJob: "read",
  GetWebhook: "read",
  ListApps: "read",
  ListArtifacts: "read",
  ListBackendEnvironments: "read",
  ListBranches: "read",
  ListDomainAssociations: "read",
  ListJobs: "read",
  ListTagsForResource: "read",
  ListWebhooks: "read",
  StartDeployment: "creatingWrite",
  StartJob: "creatingWrite",
  StopJob: "convergingWrite",
  TagResource: "convergingWrite",
  UntagResource: "convergingWrite",
  UpdateApp: "convergingWrite",
  UpdateBranch: "convergingWrite",
  UpdateDomainAssociation: "convergingWrite",
  UpdateWebhook: "convergingWrite",
} as const;

/** The name of an Amplify operation, as in `ListApps`. */
export type OperationName = keyof typeof operationKinds;

/** All operation names, in alphabetical order. */
export const operationNames: readonly OperationName[] = Object.freeze(
  Object.keys(operationKinds) as OperationName[],
);

/** What a call is filed under whose operation cannot be found out; it is observed and never refused. */
export const unknownOperation = "Unknown";

/** Whether `name` is an operation this package knows. */
export function isOperationName(name: string): name is OperationName {
  return Object.hasOwn(operationKinds, name);
}
