import { isOperationName, operationKinds, operationNames, type OperationName } from "./operations.ts";

/** The name of an operation that changes nothing, as in `ListApps`. */
export type ReadName = {
  [Name in OperationName]: (typeof operationKinds)[Name] extends "read" ? Name : never;
}[OperationName];

/** The name of an operation that changes something, as in `CreateBranch`. */
export type WriteName = Exclude<OperationName, ReadName>;

/** Whether repeating the operation changes nothing; one that is not known counts as a write. */
export function isReadName(operation: string): operation is ReadName {
  return isOperationName(operation) && operationKinds[operation] === "read";
}

function isWriteName(operation: string): operation is WriteName {
  return isOperationName(operation) && !isReadName(operation);
}

/** A member of inputs that says which thing a call is about. */
type SubjectMember = "appId" | "branchName" | "domainName" | "environmentName" | "webhookId";

/** What a call is about, as far as its input tells. */
export type Subject = Readonly<Partial<Record<SubjectMember, string>>>;

/** Reads, each with the members that must be equal in both inputs; one that an input lacks says nothing. */
type StaleReads = Readonly<Partial<Record<ReadName, readonly SubjectMember[]>>>;

const subjectMembers = [
  "appId",
  "branchName",
  "domainName",
  "environmentName",
  "webhookId",
] as const satisfies readonly SubjectMember[];

const ofApp = ["appId"] as const;
const ofBranch = ["appId", "branchName"] as const;
const ofDomain = ["appId", "domainName"] as const;
const ofEnvironment = ["appId", "environmentName"] as const;
const ofWebhook = ["webhookId"] as const;

/** An app shows its production branch, so what touches a branch touches the app. */
const app: StaleReads = { GetApp: ofApp, ListApps: ofApp };
const oneBranch: StaleReads = { GetBranch: ofBranch, ListBranches: ofApp };
const allBranches: StaleReads = { GetBranch: ofApp, ListBranches: ofApp };
const oneDomain: StaleReads = { GetDomainAssociation: ofDomain, ListDomainAssociations: ofApp };
const allDomains: StaleReads = { GetDomainAssociation: ofApp, ListDomainAssociations: ofApp };
const oneEnvironment: StaleReads = {
  GetBackendEnvironment: ofEnvironment,
  ListBackendEnvironments: ofEnvironment,
};
/** All jobs of the branch: stopping one starts the next in line. An artifact's id does not say whose it is. */
const jobs: StaleReads = {
  GetJob: ofBranch,
  ListJobs: ofBranch,
  ListArtifacts: ofBranch,
  GetArtifactUrl: ofBranch,
};
/** Of the whole app: a branch's ARN can be spelled in two ways where its name has a slash. */
const tags: StaleReads = { ListTagsForResource: ofApp };
/** A branch shows its active job and how many there were. */
const ofAJob: StaleReads = { ...jobs, ...oneBranch, ...app };
const tagged: StaleReads = { ...tags, ...app, ...allBranches };

const everyReadOfTheApp: StaleReads = Object.fromEntries(
  operationNames.filter(isReadName).map((read) => [read, ofApp]),
);

/**
 * What each write makes stale. Dropping too much costs an answer that could have been given in an outage; dropping too
 * little gives one that the caller knows to be wrong.
 */
const staleReads: Readonly<Record<WriteName, StaleReads>> = {
  // Nobody has read anything of an app that does not exist yet.
  CreateApp: { ListApps: [] },
  UpdateApp: { ...app, ...allBranches },
  DeleteApp: everyReadOfTheApp,

  // A domain may make subdomains for new branches by itself, and a new branch starts its first job.
  CreateBranch: { ...ofAJob, ...tags, ...allDomains },
  UpdateBranch: { ...oneBranch, ...app },
  // The webhooks of a branch go with it.
  DeleteBranch: { ...ofAJob, ...tags, ...allDomains, GetWebhook: ofWebhook, ListWebhooks: ofApp },

  CreateDeployment: ofAJob,
  StartDeployment: ofAJob,
  StartJob: ofAJob,
  StopJob: ofAJob,
  DeleteJob: ofAJob,

  CreateBackendEnvironment: oneEnvironment,
  // Branches name the environment they use.
  DeleteBackendEnvironment: { ...oneEnvironment, ...allBranches },

  // Branches name their domains.
  CreateDomainAssociation: { ...oneDomain, ...allBranches },
  UpdateDomainAssociation: { ...oneDomain, ...allBranches },
  DeleteDomainAssociation: { ...oneDomain, ...allBranches, ...tags, GenerateAccessLogs: ofDomain },

  CreateWebhook: { ListWebhooks: ofApp },
  // The input does not say whose webhook it is.
  UpdateWebhook: { GetWebhook: ofWebhook, ListWebhooks: [] },
  DeleteWebhook: { GetWebhook: ofWebhook, ListWebhooks: [] },

  TagResource: tagged,
  UntagResource: tagged,
};

/**
 * Whether a write may have changed what a read answers.
 *
 * Where the inputs do not tell, it may; an operation that is not known may change and show anything.
 */
export function makesStale(write: string, writeInput: unknown, read: string, readInput: unknown): boolean {
  if (isReadName(write)) return false;
  if (!isWriteName(write) || !isReadName(read)) return true;
  const members = staleReads[write][read];
  return members?.every((member) => mayBeEqual(writeInput, readInput, member)) ?? false;
}

/** A copy of what the input says about its subject: the caller may change the input later. */
export function subjectOf(input: unknown): Subject {
  const subject: Partial<Record<SubjectMember, string>> = {};
  for (const member of subjectMembers) {
    const value = readMember(input, member);
    if (value !== undefined) subject[member] = value;
  }
  return Object.freeze(subject);
}

function mayBeEqual(writeInput: unknown, readInput: unknown, member: SubjectMember): boolean {
  const written = readMember(writeInput, member);
  const read = readMember(readInput, member);
  return written === undefined || read === undefined || written === read;
}

/** The app is also named in ARNs: `arn:aws:amplify:eu-west-1:123456789012:apps/d1/branches/main`. */
function readMember(input: unknown, member: SubjectMember): string | undefined {
  const value = readString(input, member);
  if (value !== undefined || member !== "appId") return value;
  return /:apps\/(?<appId>[^/]+)/u.exec(readString(input, "resourceArn") ?? "")?.groups?.["appId"];
}

/** Nothing where there is none, or its getter throws. */
function readString(input: unknown, member: string): string | undefined {
  if (typeof input !== "object" || input === null) return undefined;
  try {
    const value = (input as Record<string, unknown>)[member];
    return typeof value === "string" ? value : undefined;
  } catch {
    return undefined;
  }
}
