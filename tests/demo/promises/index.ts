import type { BlogPost } from "#schema/blog.ts";
import type { ContentRequest } from "#schema/request.ts";
import type { Walk } from "../walk.ts";
import { chainWhole } from "./audit.ts";
import { objectStored, vectorsExist } from "./knowledge.ts";
import { creditsSettled, nothingDied, oneConfirmedAttempt, outboxDrained, streamComplete } from "./postgres.ts";
import { queuesClean } from "./queues.ts";
import { documentsEqualRows } from "./search.ts";
import { openStores } from "./stores.ts";
import { exactlyOnce } from "./wordpress.ts";

/** Looks into every store, past the product, whether the walk left what it should and nothing else. */
export async function checkStores(
  { settings, report, cast, live, startedMs }: Walk,
  made: { fileId: string; request: ContentRequest; post: BlogPost },
): Promise<void> {
  report.heading("Stores");
  if (!settings.env) {
    report.say("The stores are not on this machine; their promises were not checked.");
    return;
  }
  const { tenantId } = cast;
  const { post, request, fileId } = made;
  const { simulatorUrl, env } = settings;
  const stores = openStores(env);
  try {
    await report.check("Postgres: one confirmed attempt", () => oneConfirmedAttempt(stores, tenantId, [post.id]));
    await report.check("Postgres: credits are settled, none held", () =>
      creditsSettled(stores, tenantId, request.activityIds),
    );
    await report.check("Postgres: nothing waits in the outbox", () => outboxDrained(stores, tenantId));
    await report.check("Postgres: the stream has no gap", () => {
      return streamComplete(stores, tenantId, { userId: cast.reviewer.user.id, frames: live.frames });
    });
    await report.check("Postgres: no run left open, no dead letter", () => nothingDied(stores, tenantId, startedMs));
    await report.check("Redis: no failed or stuck job", () => queuesClean(stores, [tenantId], startedMs));
    await report.check("MongoDB: the audit chain recomputes", () => chainWhole(stores, tenantId));
    await report.check("Typesense: the document equals the row", () => documentsEqualRows(stores, tenantId, [post.id]));
    await report.check("Qdrant: every passage has its vector", () => vectorsExist(stores, tenantId, fileId));
    await report.check("S3: the document is stored as uploaded", () => objectStored(stores, tenantId, fileId));
    const password = env["SIMULATOR_WORDPRESS_PASSWORD"];
    if (simulatorUrl && password) {
      await report.check("WordPress: the post stands there once", () => {
        return exactlyOnce({ simulatorUrl, password }, [post], startedMs);
      });
    }
  } finally {
    await stores.close();
  }
}
