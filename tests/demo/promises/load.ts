import type { Live } from "../live.ts";
import type { Ended } from "../load.ts";
import type { Cast } from "../people.ts";
import type { Report } from "../report.ts";
import type { Settings } from "../settings.ts";
import { chainWhole } from "./audit.ts";
import { creditsSettled, nothingDied, oneConfirmedAttempt, outboxDrained, streamComplete } from "./postgres.ts";
import { queuesClean } from "./queues.ts";
import { documentsEqualRows } from "./search.ts";
import { openStores } from "./stores.ts";
import { exactlyOnce } from "./wordpress.ts";

/** The promises of the stores over everything that a load run made, client by client. */
export async function checkLoadInStores(
  { settings, report, startedMs }: { settings: Settings; report: Report; startedMs: number },
  casts: readonly Cast[],
  ended: readonly Ended[],
  streams: ReadonlyMap<string, Live>,
): Promise<void> {
  report.heading("Stores");
  if (!settings.env) {
    report.say("The stores are not on this machine; their promises were not checked.");
    return;
  }
  const stores = openStores(settings.env);
  try {
    for (const { tenantId, slug, reviewer } of casts) {
      const own = ended.filter(({ cast }) => cast.tenantId === tenantId);
      const posts = own.map(({ post }) => post);
      const ids = posts.map(({ id }) => id);
      const activities = own.flatMap(({ request }) => request.activityIds);
      const frames = streams.get(tenantId)?.frames ?? [];
      await report.check(`${slug}: one confirmed attempt per post`, () => oneConfirmedAttempt(stores, tenantId, ids));
      await report.check(`${slug}: credits are settled, none held`, () => creditsSettled(stores, tenantId, activities));
      await report.check(`${slug}: nothing waits in the outbox`, () => outboxDrained(stores, tenantId));
      await report.check(`${slug}: the stream has no gap`, () =>
        streamComplete(stores, tenantId, { userId: reviewer.user.id, frames }),
      );
      await report.check(`${slug}: no run left open, no dead letter`, () => nothingDied(stores, tenantId, startedMs));
      await report.check(`${slug}: the audit chain recomputes`, () => chainWhole(stores, tenantId));
      await report.check(`${slug}: search documents equal rows`, () => documentsEqualRows(stores, tenantId, ids));
    }
    const tenantIds = casts.map(({ tenantId }) => tenantId);
    await report.check("Redis: no failed or stuck job", () => queuesClean(stores, tenantIds, startedMs));
    const { simulatorUrl, env } = settings;
    const password = env["SIMULATOR_WORDPRESS_PASSWORD"];
    if (simulatorUrl && password) {
      await report.check("WordPress: each post stands there once", () => {
        const posts = ended.map(({ post }) => post);
        return exactlyOnce({ simulatorUrl, password }, posts, startedMs);
      });
    }
  } finally {
    await stores.close();
  }
}
