import type {
  CreateDomainAssociationRequest,
  DomainAssociation,
  SubDomain,
  SubDomainSetting,
} from "@aws-sdk/client-amplify";
import { cutPage } from "../paging.ts";
import { badRequest, notFound } from "../protocol/service-error.ts";
import type { AppRecord, DomainRecord } from "../state/records.ts";
import { checkQuota } from "./limits.ts";
import type { Handlers, Service } from "./service.ts";

/** The five operations on domain associations. */
export const domainHandlers: Handlers<
  | "CreateDomainAssociation"
  | "GetDomainAssociation"
  | "ListDomainAssociations"
  | "UpdateDomainAssociation"
  | "DeleteDomainAssociation"
> = {
  CreateDomainAssociation: (input, service) => {
    const owner = service.store.app(input.appId);
    if (owner.domains.has(input.domainName ?? "")) {
      throw badRequest(`The domain ${input.domainName ?? ""} is already associated with the app.`);
    }
    checkQuota(owner.domains.size, service.quotas.domainsPerApp, "domains for this app");
    checkSubDomains(owner, input.subDomainSettings ?? [], service);
    return { domainAssociation: viewDomain(addDomain(owner, input, service), service) };
  },
  GetDomainAssociation: ({ appId, domainName }, service) => ({
    domainAssociation: viewDomain(findDomain(service.store.app(appId), domainName), service),
  }),
  ListDomainAssociations: (input, service) => {
    const owner = service.store.app(input.appId);
    const list = { scope: `ListDomainAssociations ${input.appId ?? ""}`, secret: service.secret };
    const { items, nextToken } = cutPage(owner.domains.values(), input, list);
    return { domainAssociations: items.map((record) => viewDomain(record, service)), nextToken };
  },
  UpdateDomainAssociation: (input, service) => {
    const owner = service.store.app(input.appId);
    const record = findDomain(owner, input.domainName);
    const { appId: _appId, subDomainSettings, certificateSettings, ...changes } = input;
    if (subDomainSettings) {
      checkSubDomains(owner, subDomainSettings, service);
      record.domain.subDomains = subDomainSettings.map((setting) => newSubDomain(setting));
    }
    if (certificateSettings) record.domain.certificate = { ...certificateSettings };
    Object.assign(record.domain, changes, { updateStatus: "UPDATE_COMPLETE" });
    return { domainAssociation: viewDomain(record, service) };
  },
  DeleteDomainAssociation: ({ appId, domainName }, service) => {
    const owner = service.store.app(appId);
    const record = findDomain(owner, domainName);
    owner.domains.delete(domainName ?? "");
    return { domainAssociation: viewDomain(record, service) };
  },
};

function addDomain(owner: AppRecord, input: CreateDomainAssociationRequest, service: Service): DomainRecord {
  const name = input.domainName ?? "";
  const record: DomainRecord = {
    order: service.store.nextOrder(),
    createdAtMs: service.clock.now(),
    tags: {},
    domain: {
      domainAssociationArn: `${owner.app.appArn ?? ""}/domains/${name}`,
      domainName: name,
      enableAutoSubDomain: input.enableAutoSubDomain ?? false,
      autoSubDomainCreationPatterns: input.autoSubDomainCreationPatterns,
      autoSubDomainIAMRole: input.autoSubDomainIAMRole,
      domainStatus: "CREATING",
      statusReason: "",
      certificateVerificationDNSRecord: `_c3e2d7.${name}. CNAME _a79865.acm-validations.aws.`,
      subDomains: (input.subDomainSettings ?? []).map((setting) => newSubDomain(setting)),
      certificate: input.certificateSettings ?? { type: "AMPLIFY_MANAGED" },
    },
  };
  owner.domains.set(name, record);
  return record;
}

function newSubDomain(subDomainSetting: SubDomainSetting): SubDomain {
  const prefix = subDomainSetting.prefix ?? "";
  return { subDomainSetting, verified: false, dnsRecord: `${prefix} CNAME d111111abcdef8.cloudfront.net` };
}

function findDomain(owner: AppRecord, domainName: string | undefined): DomainRecord {
  const record = owner.domains.get(domainName ?? "");
  if (!record) throw notFound(`Domain association ${domainName ?? ""} not found.`);
  return record;
}

function checkSubDomains(owner: AppRecord, settings: readonly SubDomainSetting[], service: Service): void {
  checkQuota(settings.length - 1, service.quotas.subdomainsPerDomain, "subdomains for this domain");
  for (const { branchName } of settings) {
    if (!owner.branches.has(branchName ?? "")) throw notFound(`Branch ${branchName ?? ""} not found.`);
  }
}

/** The domain as it is shown at this moment: its owner proves it by and by. */
function viewDomain({ domain, createdAtMs }: DomainRecord, service: Service): DomainAssociation {
  const isReady = service.clock.now() - createdAtMs >= service.domainReadyMs;
  return {
    ...domain,
    domainStatus: isReady ? "AVAILABLE" : "PENDING_VERIFICATION",
    subDomains: (domain.subDomains ?? []).map((subDomain) => ({ ...subDomain, verified: isReady })),
  };
}
