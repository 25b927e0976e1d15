import { GetAppCommand } from "@aws-sdk/client-amplify";
import type { AnyCommand } from "../subjects/subject.ts";

/** What the service answers to {@link getApp}. */
export const getAppAnswer: string = JSON.stringify({
  app: {
    appId: "d1a2b3c4d5e6f7",
    appArn: "arn:aws:amplify:eu-west-1:123456789012:apps/d1a2b3c4d5e6f7",
    name: "site",
    platform: "WEB",
    createTime: 1_700_000_000,
    updateTime: 1_700_000_000,
    environmentVariables: {},
    defaultDomain: "d1a2b3c4d5e6f7.amplifyapp.com",
    enableBranchAutoBuild: true,
  },
});

/** A small read, of which most programs make many. */
export function getApp(): AnyCommand {
  return new GetAppCommand({ appId: "d1a2b3c4d5e6f7" }) as unknown as AnyCommand;
}
