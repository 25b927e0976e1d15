import { ServiceError } from "../protocol/service-error.ts";
import type { AppRecord } from "../state/records.ts";
import { checkTagCount } from "./limits.ts";
import type { Handlers, Service } from "./service.ts";

/** TagResource, UntagResource, ListTagsForResource. */
export const tagHandlers: Handlers<"TagResource" | "UntagResource" | "ListTagsForResource"> = {
  TagResource: ({ resourceArn, tags }, service) => {
    const present = tagsOf(resourceArn ?? "", service);
    checkTagCount({ ...present, ...tags }, service);
    Object.assign(present, tags);
    return {};
  },
  UntagResource: ({ resourceArn, tagKeys }, service) => {
    const present = tagsOf(resourceArn ?? "", service);
    for (const key of tagKeys ?? []) Reflect.deleteProperty(present, key);
    return {};
  },
  ListTagsForResource: ({ resourceArn }, service) => ({ tags: tagsOf(resourceArn ?? "", service) }),
};

/** The tags of an app, a branch, a domain association or a webhook; the object itself, to be changed. */
function tagsOf(arn: string, service: Service): Record<string, string> {
  const [, partition, product, , , resource = ""] = arn.split(":");
  const found =
    partition === "aws" && product === "amplify" ? findTags(resource.split("/"), service) : undefined;
  if (!found) throw new ServiceError("ResourceNotFoundException", `Resource ${arn} not found.`);
  return found;
}

function findTags(
  [type, id = "", subtype, ...rest]: readonly string[],
  { store }: Service,
): Record<string, string> | undefined {
  if (type === "webhooks") {
    return [...store.apps.values()].map((app) => app.webhooks.get(id)).find(Boolean)?.tags;
  }
  const owner = type === "apps" ? store.apps.get(id) : undefined;
  return owner && findTagsInApp(owner, subtype, rest);
}

function findTagsInApp(
  owner: AppRecord,
  subtype: string | undefined,
  rest: readonly string[],
): Record<string, string> | undefined {
  // Names with slashes come encoded in a branch's ARN, but people write them as they are.
  const name = rest.join("/").replaceAll("%2F", "/");
  switch (subtype) {
    case undefined:
      return (owner.app.tags ??= {});
    case "branches": {
      const branch = owner.branches.get(name);
      return branch && (branch.branch.tags ??= {});
    }
    case "domains":
      return owner.domains.get(name)?.tags;
    default:
      return undefined;
  }
}
