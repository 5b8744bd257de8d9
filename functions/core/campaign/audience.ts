import type { AudienceDraft } from "#agents/audience-analyst.ts";
import * as Effect from "#core/effect/index.ts";
import { figures } from "#core/lead/figures.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import type { Product } from "#core/run/outcomes.ts";
import { countryOf } from "#core/tenant/country.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { CannotCompose } from "#schema/agent.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { demandOpen } from "./brief.ts";
import { renewed } from "./edit.ts";
import { orderOn } from "./order.ts";
import { own, planned, subject } from "./own.ts";

/** Has the audiences of a campaign worked out from its brief. @throws request.illegal_transition without a brief */
export async function generate(id: string): Promise<void> {
  require("campaign.create", "have audiences worked out");
  await transaction(async (tx) => {
    const row = await planned(tx, id, false);
    demandOpen(row);
    if (!row.brief)
      throw new AppError("request.illegal_transition", "Audiences follow from the brief; have that written first.");
    await orderOn(tx, "audience-analyst", id);
  });
}

/** What the analyst gets: the brief, where the campaign speaks, where the client is at home, and who has asked lately. */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  return transaction(async (tx) => {
    const { brief, channels, type } = await own(tx, run.subjectId ?? "");
    if (!brief) throw new CannotCompose("The campaign has no brief any more.");
    const country = await countryOf(tx);
    const leadStats = await figures(tx);
    return { brief, platforms: channels, campaignType: type, country, ...(leadStats ? { leadStats } : {}) };
  });
}

/** Puts the segments in the place of those that agents worked out before; what people made stays. */
export async function store(tx: Tx, run: ClaimedRun, { data }: Product<AudienceDraft>): Promise<void> {
  const row = await own(tx, run.subjectId ?? "");
  if (row.status !== "draft" && row.status !== "dm_review") return;
  await tx
    .updateTable("campaignAudiences")
    .set({ deletedAt: new Date(), deletedBy: `agent:${run.id}` })
    .where("tenantId", "=", tenant())
    .where("campaignId", "=", row.id)
    .where("source", "=", "agent")
    .where("deletedAt", "is", null)
    .execute();
  for (const { name, description, ...definition } of data.segments)
    await tx
      .insertInto("campaignAudiences")
      .values({
        ...{ tenantId: tenant(), id: newId("campaignAudience"), campaignId: row.id, name, description },
        ...{ definition: JSON.stringify(definition), source: "agent", runId: run.id },
      })
      .onConflict((conflict) =>
        conflict.columns(["tenantId", "campaignId", "name"]).where("deletedAt", "is", null).doNothing(),
      )
      .execute();
  await Effect.audit("campaign.audiences_set", subject(row), { after: { segments: data.segments.length } });
  await renewed(tx, row.id);
}

/** A person says whom it is for, or asks again. */
export async function giveUp(): Promise<void> {}
