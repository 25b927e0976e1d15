import { urlMembers } from "./presigned-urls.ts";

/**
 * Members of inputs and outputs that nobody but the caller may see.
 *
 * The first four carry the Smithy trait `sensitive` in Amplify's model; the others do not, and are secret all the same:
 * environment variables hold keys, a webhook's URL is all it takes to start a build, and a presigned URL is a key itself.
 */
const secretMembers: ReadonlySet<string> = new Set([
  "accessToken",
  "oauthToken",
  "basicAuthCredentials",
  "buildSpec",
  "customHeaders",
  "environmentVariables",
  "sourceUrl",
  "thumbnailUrl",
  "webhookUrl",
  ...urlMembers,
]);

/** What a later version of the API may call a secret. */
const secretName = /token|secret|password|credential|signature|api_?key|private_?key/iu;

/** Says where a list goes on, and has no right in itself. */
const harmlessMembers: ReadonlySet<string> = new Set(["nextToken", "clientToken", "clientRequestToken"]);

/** Whether a member of that name, of any input or output of Amplify's, holds a secret. */
export function isSecretMember(name: string): boolean {
  return secretMembers.has(name) || (secretName.test(name) && !harmlessMembers.has(name));
}
