import type { AmplifyClient } from "@aws-sdk/client-amplify";
import type { Clock } from "../../clock/clock.ts";
import { wait } from "../wait.ts";

/** Longest wait for credentials: the SDK asks the metadata service of EC2 last, and outside EC2 nobody answers. */
const LONGEST_WAIT_MS = 3_000;

const regionHelp = "give one with --region eu-west-1, with AWS_REGION, or as `region` in the profile";
const credentialsHelp =
  "give them with AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, with --profile <name>, or with AWS_PROFILE";

/** What the client lacks to make a call, and how to give it; empty where it lacks nothing. */
export async function findMissingAccess(
  { config }: AmplifyClient,
  profile: string | undefined,
  { clock, signal }: { readonly clock: Clock; readonly signal: AbortSignal },
): Promise<readonly string[]> {
  const patience = new AbortController();
  const tooLate = wait(LONGEST_WAIT_MS, clock, AbortSignal.any([signal, patience.signal])).then(
    () => `nothing was found within ${LONGEST_WAIT_MS / 1_000} s`,
  );
  const [region, credentials] = await Promise.all([
    describeFailure(config.region()),
    Promise.race([describeFailure(config.credentials()), tooLate]),
  ]);
  patience.abort();
  const whose = profile === undefined ? "" : ` in profile "${profile}"`;
  return [
    ...(region === undefined ? [] : [`no AWS region: ${regionHelp}`]),
    ...(credentials === undefined ? [] : [`no AWS credentials${whose} (${credentials}): ${credentialsHelp}`]),
  ];
}

async function describeFailure(provided: Promise<unknown>): Promise<string | undefined> {
  try {
    await provided;
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
