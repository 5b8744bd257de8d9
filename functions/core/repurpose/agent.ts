import type { Derivatives } from "#agents/descriptor/derivative.ts";
import type { Failed } from "#agents/descriptor/index.ts";
import { fiveOf } from "#core/ad-copy/keywords.ts";
import * as Piece from "#core/piece/index.ts";
import type { DraftType } from "#core/piece/kinds.ts";
import { materialOf } from "#core/piece/material.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import { giveUpActivity } from "#core/run/give-up.ts";
import type { Product } from "#core/run/outcomes.ts";
import * as Social from "#core/social/agent.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { CannotCompose } from "#schema/agent.ts";
import type { RepurposeSource, RepurposeTarget } from "#schema/repurpose.ts";
import { usualFormat } from "#schema/social.ts";
import { mark } from "./progress.ts";
import { approvedSource } from "./source.ts";

const pieces: Record<RepurposeTarget, DraftType> = {
  social_post: "social_post",
  carousel: "social_post",
  thread: "social_post",
  email_newsletter: "newsletter",
  landing_page: "landing_page",
  ad_copy: "ad_copy",
};

/** What the repurposer gets: the approved source, the one text that is wanted, and what was said of the last version. */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  return transaction(async (tx) => {
    const item = await itemOf(tx, run);
    const { owner, said } = await materialOf(tx, pieces[item.targetType], run);
    const source = await approvedSource(tx, item.sourceType, item.sourceId);
    const { targetType: type, platform, activityId } = item;
    if (run.activityId) await mark(tx, run.activityId, { status: "running" });
    if (type === "ad_copy" && !owner.websiteUrl)
      throw new CannotCompose("An ad leads to a page; set the address of the company's site first.");
    return {
      batchId: item.repurposeBatchId,
      sourceType: item.sourceType,
      sourceTitle: source.title,
      sourceContent: source.content,
      sourceVersion: source.version,
      keywords: fiveOf(source.keywords, source.title, owner.name),
      ...(owner.websiteUrl ? { websiteUrl: owner.websiteUrl } : {}),
      targetFormats: [{ type, activityId, ...(platform ? { platform } : {}) }],
      ...said,
    };
  });
}

/** Stores the text as a piece of its own kind, which goes the way of that kind. */
export async function store(tx: Tx, run: ClaimedRun, { data }: Product<Derivatives>): Promise<void> {
  const item = await itemOf(tx, run);
  const derivative = data.derivatives.find(({ activityId }) => activityId === item.activityId);
  if (!derivative || !item.activityId) throw new Error("The answer holds no text for its activity.");
  const type = pieces[derivative.type];
  const id = await keep(tx, run, derivative);
  await mark(tx, item.activityId, { status: "done", subject: { type, id } });
}

/** Only this text fails; the others of its batch go on. */
export async function giveUp(tx: Tx, run: Failed, code: string, message: string): Promise<void> {
  const item = await itemOf(tx, run);
  await Piece.failed(tx, pieces[item.targetType], run);
  if (run.activityId) await mark(tx, run.activityId, { status: "failed", errorCode: code });
  await giveUpActivity(tx, run, code, message);
}

async function keep(tx: Tx, run: ClaimedRun, derivative: Derivatives["derivatives"][number]): Promise<string> {
  // What is claimed was checked where the source was written.
  const claims: [] = [];
  switch (derivative.type) {
    case "social_post":
    case "carousel": {
      const format = derivative.type === "carousel" ? "carousel" : usualFormat(derivative.platform);
      return Social.keep(tx, run, await Social.ensure(tx, derivative.activityId, format), derivative.content, claims);
    }
    case "thread": {
      const row = await Social.ensure(tx, derivative.activityId, "text");
      return Social.keepThread(tx, run, row, derivative.content, claims);
    }
    case "landing_page":
      return Piece.storeDraft(tx, "landing_page", run, { content: derivative.content, claims });
    case "email_newsletter":
      return Piece.storeDraft(tx, "newsletter", run, { content: { ...derivative.content, audience: "all" }, claims });
    case "ad_copy": {
      const { activity, owner } = await materialOf(tx, "ad_copy", run);
      const { platform, content: payload } = derivative;
      const name = activity.title.slice(0, 200);
      const content = { platform, name, objective: "traffic", finalUrl: owner.websiteUrl, payload };
      return Piece.storeDraft(tx, "ad_copy", run, { content, claims });
    }
  }
}

// The item a run works on: that of its activity, or of the piece that it writes anew.
async function itemOf(tx: Tx, run: Pick<ClaimedRun, "activityId" | "subjectType" | "subjectId">) {
  const { subjectType, subjectId } = run;
  const activityId =
    run.activityId ??
    (subjectType && subjectId && Piece.isDraft(subjectType)
      ? (await Piece.locked(tx, subjectType, subjectId)).activityId
      : null);
  const row = await tx
    .selectFrom("repurposeItems as i")
    .innerJoin("repurposeBatches as b", (join) =>
      join.onRef("b.tenantId", "=", "i.tenantId").onRef("b.id", "=", "i.repurposeBatchId"),
    )
    .select(["i.targetType", "i.platform", "i.activityId", "i.repurposeBatchId", "b.sourceType", "b.sourceId"])
    .where("i.tenantId", "=", tenant())
    .where("i.activityId", "=", activityId ?? "")
    .executeTakeFirstOrThrow();
  const { targetType, sourceType, ...item } = row;
  return { ...item, targetType: targetType as RepurposeTarget, sourceType: sourceType as RepurposeSource };
}
