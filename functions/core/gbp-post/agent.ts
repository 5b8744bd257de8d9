import type { GbpDraft } from "#agents/gbp-post-writer.ts";
import * as Activity from "#core/activity/index.ts";
import * as Approval from "#core/approval/index.ts";
import * as Effect from "#core/effect/index.ts";
import { keepVersion } from "#core/piece/keep.ts";
import { accountOfType } from "#core/publish/accounts.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import type { Product } from "#core/run/outcomes.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import { contentHash } from "./hash.ts";

/** What the writer gets: the month, the subject of the activity, the site, and what was posted before. */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  return transaction(async (tx) => {
    const activity = await Activity.locked(tx, run.activityId ?? "");
    const owner = await tx
      .selectFrom("tenants")
      .select("websiteUrl")
      .where("id", "=", tenant())
      .executeTakeFirstOrThrow();
    const before = await tx
      .selectFrom("gbpPosts")
      .select("bodyText")
      .where("tenantId", "=", tenant())
      .where("activityId", "is distinct from", activity.id)
      .where("deletedAt", "is", null)
      .orderBy("id", "desc")
      .limit(20)
      .execute();
    const { subject, sequence, ...details } = activity.input as { subject?: string; sequence?: number };
    return {
      ...details,
      month: new Date().toISOString().slice(0, 7),
      ...(subject ? { topic: subject.replace(/^Subject: |\.$/g, "") } : {}),
      ...(sequence ? { sequence } : {}),
      ...(owner.websiteUrl ? { websiteUrl: owner.websiteUrl } : {}),
      previousTexts: before.map(({ bodyText }) => bodyText),
    };
  });
}

/** Stores the post; the activity is done, its release waits for the agency and a profile. */
export async function store(tx: Tx, run: ClaimedRun, { data }: Product<GbpDraft>): Promise<void> {
  const activityId = run.activityId ?? "";
  const activity = await Activity.locked(tx, activityId);
  const id = newId("gbpPost");
  const { bodyText, callToAction, photoSuggestion } = data;
  const row = { bodyText, ctaType: callToAction.type, ctaUrl: callToAction.url ?? null };
  const hash = contentHash(row);
  await tx
    .insertInto("gbpPosts")
    .values({
      ...{ tenantId: tenant(), id, activityId, runId: run.id, contentHash: hash, version: 1, ...row },
      photoSuggestion,
      postType: String(activity.input["postType"] ?? "whats-new"),
      channelId: await accountOfType(tx, "google_business_profile"),
      status: "approved",
    })
    .execute();
  const kept = { version: 1, content: row, hash, kind: "agent", runId: run.id } as const;
  await keepVersion(tx, { type: "gbp_post", id }, kept);
  await Effect.audit("gbp_post.drafted", { type: "gbp_post", id, label: activity.title }, { after: { activityId } });
  await Approval.open(tx, {
    kind: "gbp_publish",
    subject: { type: "gbp_post", id, title: activity.title },
    version: 1,
    contentHash: hash,
    stage: "dm",
    author: `agent:${run.id}`,
    activityId,
  });
  await Activity.finish(tx, activityId, "finish", { gbpPostId: id });
}
