import { cutPage } from "../paging.ts";
import type { AppRecord, WebhookRecord } from "../state/records.ts";
import { checkQuota } from "./limits.ts";
import { arnOf, today, type Handlers, type Service } from "./service.ts";

/** CreateWebhook, GetWebhook, ListWebhooks, UpdateWebhook, DeleteWebhook. */
export const webhookHandlers: Handlers<
  "CreateWebhook" | "GetWebhook" | "ListWebhooks" | "UpdateWebhook" | "DeleteWebhook"
> = {
  CreateWebhook: ({ appId, branchName, description }, service) => {
    const owner = service.store.app(appId);
    service.store.branch(appId, branchName);
    checkQuota(owner.webhooks.size, service.quotas.webhooksPerApp, "webhooks for this app");
    return { webhook: addWebhook(owner, branchName ?? "", description ?? "", service).webhook };
  },
  GetWebhook: ({ webhookId }, service) => ({ webhook: service.store.webhook(webhookId).record.webhook }),
  ListWebhooks: (input, service) => {
    const { webhooks } = service.store.app(input.appId);
    const list = { scope: `ListWebhooks ${input.appId ?? ""}`, secret: service.secret };
    const { items, nextToken } = cutPage(webhooks.values(), input, list);
    return { webhooks: items.map(({ webhook }) => webhook), nextToken };
  },
  UpdateWebhook: ({ webhookId, ...changes }, service) => {
    const { owner, record } = service.store.webhook(webhookId);
    if (changes.branchName !== undefined) service.store.branch(owner.app.appId, changes.branchName);
    Object.assign(record.webhook, changes, { updateTime: today(service) });
    return { webhook: record.webhook };
  },
  DeleteWebhook: ({ webhookId }, service) => {
    const { owner, record } = service.store.webhook(webhookId);
    owner.webhooks.delete(webhookId ?? "");
    return { webhook: record.webhook };
  },
};

function addWebhook(
  owner: AppRecord,
  branchName: string,
  description: string,
  service: Service,
): WebhookRecord {
  const webhookId = service.ids.uuid();
  const token = service.ids.uuid().replaceAll("-", "");
  const now = today(service);
  const record: WebhookRecord = {
    order: service.store.nextOrder(),
    tags: {},
    webhook: {
      webhookArn: arnOf(service, `webhooks/${webhookId}`),
      webhookId,
      webhookUrl: `https://webhooks.amplify.${service.region}.amazonaws.com/prod/webhooks?id=${webhookId}&token=${token}&operation=startbuild`,
      appId: owner.app.appId,
      branchName,
      description,
      createTime: now,
      updateTime: now,
    },
  };
  owner.webhooks.set(webhookId, record);
  return record;
}
