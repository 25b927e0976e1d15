import { notFound } from "../protocol/service-error.ts";
import type { AppRecord } from "../state/records.ts";
import type { Handlers } from "./service.ts";

/** GenerateAccessLogs. */
export const accessLogHandlers: Handlers<"GenerateAccessLogs"> = {
  GenerateAccessLogs: ({ appId, domainName = "" }, service) => {
    const owner = service.store.app(appId);
    if (!servesDomain(owner, domainName)) throw notFound(`Domain ${domainName} not found.`);
    return { logUrl: service.urls.issue("access-log", appId ?? "", domainName) };
  },
};

/** The default domain, the domains associated with the app, and what lies below either. */
function servesDomain(owner: AppRecord, domainName: string): boolean {
  return [owner.app.defaultDomain ?? "", ...owner.domains.keys()].some(
    (domain) => domainName === domain || domainName.endsWith(`.${domain}`),
  );
}
