import type { ListAppsCommand } from "@aws-sdk/client-amplify";
import type { OperationName } from "../../src/index.ts";
import { commandOf } from "../scenarios/support/commands.ts";
import type { SeededRandom } from "../scenarios/support/random.ts";
import { branchNames, type ServicePlace } from "./soaked-service.ts";

/** Reads and writes, of which some are answered with an error also by a service that is well. */
const inputs = {
  ListApps: () => ({}),
  GetApp: ({ appId }) => ({ appId }),
  UpdateApp: ({ appId }) => ({ appId, description: "soaked" }),
  ListBranches: ({ appId }) => ({ appId }),
  GetBranch: (target) => target,
  CreateBranch: (target) => target,
  DeleteBranch: ({ appId }) => ({ appId, branchName: "gone" }),
  StartJob: (target) => ({ ...target, jobType: "RELEASE" }),
  ListJobs: (target) => ({ ...target, maxResults: 5 }),
  GetJob: (target) => ({ ...target, jobId: "1" }),
  ListTagsForResource: ({ appId }) => ({
    resourceArn: `arn:aws:amplify:us-east-1:123456789012:apps/${appId}`,
  }),
  GenerateAccessLogs: ({ appId }) => ({ appId, domainName: "example.com" }),
} satisfies Partial<Record<OperationName, (target: Target) => object>>;

interface Target {
  readonly appId: string;
  readonly branchName: string;
}

type SoakedOperation = keyof typeof inputs;

/** The operations that are called. */
export const soakedOperations: readonly SoakedOperation[] = Object.keys(inputs) as SoakedOperation[];

/** What a call asks for. */
export interface Question {
  readonly operation: SoakedOperation;
  readonly input: object;
}

export function someQuestion({ appIds }: ServicePlace, random: SeededRandom): Question {
  const operation = random.oneOf(soakedOperations);
  return questionAbout(operation, random.oneOf(appIds), random.oneOf(branchNames));
}

/** Each operation for each app. */
export function everyQuestion({ appIds }: ServicePlace): readonly Question[] {
  return appIds.flatMap((appId) =>
    soakedOperations.map((operation) => questionAbout(operation, appId, "main")),
  );
}

function questionAbout(operation: SoakedOperation, appId: string, branchName: string): Question {
  return { operation, input: inputs[operation]({ appId, branchName }) };
}

/** A command for it, which no other call has. */
export function commandFor({ operation, input }: Question): ListAppsCommand {
  return commandOf(operation, { ...input });
}
