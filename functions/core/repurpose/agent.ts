import type { Derivatives } from "#agents/descriptor/derivative.ts";
import type { Failed } from "#agents/descriptor/index.ts";
import { fiveOf } from "#core/ad-copy/keywords.ts";
import * as Piece from "#core/piece/index.ts";
import { materialOf } from "#core/piece/material.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import { giveUpActivity } from "#core/run/give-up.ts";
import type { Product } from "#core/run/outcomes.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { CannotCompose } from "#schema/agent.ts";
import type { PieceType } from "#schema/piece.ts";
import * as Repurpose from "./index.ts";
import { approvedSource } from "./source.ts";

const pieces: Record<string, PieceType> = {
  email_newsletter: "newsletter",
  landing_page: "landing_page",
  ad_copy: "ad_copy",
};

/** What the repurposer gets: the approved source, the one text that is wanted, and what was said of the last version. */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  return transaction(async (tx) => {
    const item = await itemOf(tx, run);
    const { owner, said } = await materialOf(tx, pieceOf(item.targetType), run);
    const source = await approvedSource(tx, item.sourceType as "blog_post", item.sourceId);
    const { targetType: type, platform, activityId } = item;
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
  if (!derivative) throw new Error("The answer holds no text for its activity.");
  const type = pieceOf(derivative.type);
  const id = await Piece.storeDraft(tx, type, run, { content: await contentOf(tx, run, derivative), claims: [] });
  if (item.activityId) await Repurpose.conclude(tx, item.activityId, { status: "done", subject: { type, id } });
}

/** Only this text fails; the others of its batch go on. */
export async function giveUp(tx: Tx, run: Failed, code: string, message: string): Promise<void> {
  const item = await itemOf(tx, run);
  await Piece.failed(tx, pieceOf(item.targetType), run);
  if (run.activityId) await Repurpose.conclude(tx, run.activityId, { status: "failed", errorCode: code });
  await giveUpActivity(tx, run, code, message);
}

async function contentOf(tx: Tx, run: ClaimedRun, derivative: Derivatives["derivatives"][number]) {
  if (derivative.type === "landing_page") return derivative.content;
  if (derivative.type === "email_newsletter") return { ...derivative.content, audience: "all" };
  const { activity, owner } = await materialOf(tx, "ad_copy", run);
  const { platform, content: payload } = derivative;
  return { platform, name: activity.title.slice(0, 200), objective: "traffic", finalUrl: owner.websiteUrl, payload };
}

function pieceOf(target: string): PieceType {
  const type = pieces[target];
  if (!type) throw new Error(`Nothing becomes a ${target} yet.`);
  return type;
}

// The item a run works on: that of its activity, or of the piece that it writes anew.
async function itemOf(tx: Tx, run: Pick<ClaimedRun, "activityId" | "subjectType" | "subjectId">) {
  const { subjectType, subjectId } = run;
  const activityId =
    run.activityId ??
    (subjectType && subjectId && Piece.isPiece(subjectType)
      ? (await Piece.locked(tx, subjectType, subjectId)).activityId
      : null);
  return tx
    .selectFrom("repurposeItems as i")
    .innerJoin("repurposeBatches as b", (join) =>
      join.onRef("b.tenantId", "=", "i.tenantId").onRef("b.id", "=", "i.repurposeBatchId"),
    )
    .select(["i.targetType", "i.platform", "i.activityId", "i.repurposeBatchId", "b.sourceType", "b.sourceId"])
    .where("i.tenantId", "=", tenant())
    .where("i.activityId", "=", activityId ?? "")
    .executeTakeFirstOrThrow();
}
