import type { OperationName } from "../../amplify/operations.ts";
import { accessLogHandlers } from "./access-logs.ts";
import { appHandlers } from "./apps.ts";
import { artifactHandlers } from "./artifacts.ts";
import { backendEnvironmentHandlers } from "./backend-environments.ts";
import { branchHandlers } from "./branches.ts";
import { deploymentHandlers } from "./deployments.ts";
import { domainHandlers } from "./domains.ts";
import { jobHandlers } from "./jobs.ts";
import type { Handlers, Service } from "./service.ts";
import { tagHandlers } from "./tags.ts";
import { webhookHandlers } from "./webhooks.ts";

const handlers: Handlers<OperationName> = {
  ...accessLogHandlers,
  ...appHandlers,
  ...artifactHandlers,
  ...backendEnvironmentHandlers,
  ...branchHandlers,
  ...deploymentHandlers,
  ...domainHandlers,
  ...jobHandlers,
  ...tagHandlers,
  ...webhookHandlers,
};

/**
 * Carries out an operation.
 *
 * @throws ServiceError what the service would answer instead
 */
export function carryOut(operation: OperationName, input: object, service: Service): object {
  // The route decoded the input by this very operation's schema, which the type system cannot follow.
  const handle = handlers[operation] as (input: object, service: Service) => object;
  return handle(input, service);
}
