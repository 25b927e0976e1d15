import { badRequest, ServiceError } from "../protocol/service-error.ts";
import type { Service } from "./service.ts";

const HOUR_MS = 3_600_000;

/** Refuses what would go over a quota. */
export function checkQuota(count: number, most: number, what: string): void {
  if (count >= most) {
    throw new ServiceError(
      "LimitExceededException",
      `You have reached the maximum number of ${what} (${most}).`,
    );
  }
}

/** Counts an app's creation, or refuses it. */
export function countAppCreation(service: Service): void {
  const now = service.clock.now();
  const { store, quotas } = service;
  store.appCreationTimes = store.appCreationTimes.filter((at) => now - at < HOUR_MS);
  checkQuota(store.apps.size, quotas.appsPerRegion, "apps in this region");
  checkQuota(store.appCreationTimes.length, quotas.appCreationsPerHour, "app creations per hour");
  store.appCreationTimes.push(now);
}

/** Refuses more tags than a resource may have. */
export function checkTagCount(tags: Readonly<Record<string, string>>, service: Service): void {
  const count = Object.keys(tags).length;
  if (count > service.quotas.tagsPerResource) {
    throw badRequest(`A resource can have at most ${service.quotas.tagsPerResource} tags, got ${count}.`);
  }
}
