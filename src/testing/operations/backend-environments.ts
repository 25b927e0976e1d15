import { cutPage } from "../paging.ts";
import { badRequest, notFound } from "../protocol/service-error.ts";
import type { AppRecord, BackendEnvironmentRecord } from "../state/records.ts";
import { today, type Handlers } from "./service.ts";

/** The four operations on backend environments. */
export const backendEnvironmentHandlers: Handlers<
  | "CreateBackendEnvironment"
  | "GetBackendEnvironment"
  | "ListBackendEnvironments"
  | "DeleteBackendEnvironment"
> = {
  CreateBackendEnvironment: ({ appId, environmentName, stackName, deploymentArtifacts }, service) => {
    const owner = service.store.app(appId);
    const name = environmentName ?? "";
    if (owner.backendEnvironments.has(name)) {
      throw badRequest(`A backend environment with the name ${name} already exists.`);
    }
    const now = today(service);
    const environment = {
      backendEnvironmentArn: `${owner.app.appArn ?? ""}/backendenvironments/${name}`,
      environmentName: name,
      stackName,
      deploymentArtifacts,
      createTime: now,
      updateTime: now,
    };
    owner.backendEnvironments.set(name, { order: service.store.nextOrder(), environment });
    return { backendEnvironment: environment };
  },
  GetBackendEnvironment: ({ appId, environmentName }, service) => ({
    backendEnvironment: findEnvironment(service.store.app(appId), environmentName).environment,
  }),
  ListBackendEnvironments: (input, service) => {
    const all = [...service.store.app(input.appId).backendEnvironments.values()];
    const named = all.filter(
      ({ environment }) =>
        input.environmentName === undefined || environment.environmentName === input.environmentName,
    );
    const list = { scope: `ListBackendEnvironments ${input.appId ?? ""}`, secret: service.secret };
    const { items, nextToken } = cutPage(named, input, list);
    return { backendEnvironments: items.map(({ environment }) => environment), nextToken };
  },
  DeleteBackendEnvironment: ({ appId, environmentName }, service) => {
    const owner = service.store.app(appId);
    const { environment } = findEnvironment(owner, environmentName);
    owner.backendEnvironments.delete(environmentName ?? "");
    return { backendEnvironment: environment };
  },
};

function findEnvironment(owner: AppRecord, name: string | undefined): BackendEnvironmentRecord {
  const record = owner.backendEnvironments.get(name ?? "");
  if (!record) throw notFound(`Backend environment ${name ?? ""} not found.`);
  return record;
}
