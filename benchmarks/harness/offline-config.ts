import type { AmplifyClientConfig } from "@aws-sdk/client-amplify";

/** What a client needs that talks to no real AWS. */
export const offlineConfig: AmplifyClientConfig = {
  region: "eu-west-1",
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "not a secret" },
};
