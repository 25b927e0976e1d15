import { ListAppsCommand } from "@aws-sdk/client-amplify";
import type { AnyCommand } from "../subjects/subject.ts";
import { getAppAnswer } from "./get-app.ts";

/** What the service answers to {@link listApps} where there are so many apps. */
export function listAppsAnswer(count: number): string {
  const { app } = JSON.parse(getAppAnswer) as { readonly app: object };
  const apps = Array.from({ length: count }, (_, index) => ({
    ...app,
    appId: `d${index}`,
    name: `site-${index}`,
  }));
  return JSON.stringify({ apps });
}

/** A list, of the kind a dashboard shows. */
export function listApps(): AnyCommand {
  return new ListAppsCommand({}) as unknown as AnyCommand;
}
