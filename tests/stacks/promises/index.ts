import { accessPromises } from "./access.ts";
import { functionPromises } from "./functions.ts";
import type { Promised } from "./promise.ts";
import { routerPromises } from "./router.ts";
import { servicePromises } from "./services.ts";
import { stagePromises } from "./stage.ts";
import { storePromises } from "./stores.ts";
import { watchPromises } from "./watch.ts";

/** All that every stage at AWS promises. */
export const promises: readonly Promised[] = [
  ...functionPromises,
  ...routerPromises,
  ...accessPromises,
  ...storePromises,
  ...servicePromises,
  ...watchPromises,
  ...stagePromises,
];

/** Whether a promise is about a stage of this name. */
export function isAbout({ of }: Promised, stage: string): boolean {
  const kind = stage === "staging" || stage === "production" ? stage : "personal";
  return of === undefined || of.includes(kind);
}
