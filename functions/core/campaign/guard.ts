import * as Effect from "#core/effect/index.ts";
import { release } from "#core/publish/prepare.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { spendGuard } from "#schema/campaign-results.ts";
import { AppError } from "#schema/errors.ts";
import { coverOf } from "./cover.ts";
import { type Own, set, spentOf } from "./own.ts";
import { pause } from "./pause.ts";
import { write } from "./propose.ts";

/**
 * A campaign whose budget is used up rests, and what runs of it in ad accounts is paused there: the client's approval of the campaign
 * covers that. What somebody lets run there again meanwhile is paused again.
 * @returns whether there is such an approval; without one only people can pause it there
 */
export async function rest(tx: Tx, row: Own, now: Date): Promise<"covered" | "uncovered"> {
  const isAtWork = row.status === "active";
  if (isAtWork) await pause(tx, row, "Its budget is used up.", { spendPausedAt: now });
  if (!(await coverOf(tx, row.id))) return "uncovered";
  const links = await linksOf(tx, row.id, "active");
  for (const link of links) await switchTo(tx, row, link, "paused");
  // What people let rest here and not there is paused there now: it goes on there when it goes on here.
  if (!isAtWork && links.length > 0) await marked(tx, row.id, now);
  return "covered";
}

/**
 * A person lets a campaign go on that rested because its budget was used up: what was paused in ad accounts for that runs again.
 * @throws request.illegal_transition while nothing is left of the budget, or it is being paused
 */
export async function goOn(tx: Tx, row: Own): Promise<void> {
  if (row.budgetMinor !== null && (await spentOf(tx, row.id)) >= row.budgetMinor)
    throw new AppError("request.illegal_transition", "Its budget is used up. Have a higher one approved first.");
  const { spendPausedAt } = await tx
    .selectFrom("campaigns")
    .select("spendPausedAt")
    .where("tenantId", "=", tenant())
    .where("id", "=", row.id)
    .executeTakeFirstOrThrow();
  if (spendPausedAt === null) return;
  await set(tx, row.id, { spendPausedAt: null });
  for (const link of await linksOf(tx, row.id)) {
    const last = await lastSwitch(tx, link.id);
    if (last?.status === "client_approved")
      throw new AppError(
        "request.illegal_transition",
        "It is being paused in the ad account; wait until that is done.",
      );
    if (last?.action === "pause_ad" && last.status === "applied") await switchTo(tx, row, link, "active");
  }
}

interface Link {
  id: string;
  externalCampaignId: string;
}

async function marked(tx: Tx, id: string, spendPausedAt: Date): Promise<void> {
  await tx
    .updateTable("campaigns")
    .set({ spendPausedAt })
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("spendPausedAt", "is", null)
    .execute();
}

async function switchTo(tx: Tx, row: Own, { id: mappingId, externalCampaignId }: Link, to: "active" | "paused") {
  if ((await lastSwitch(tx, mappingId))?.status === "client_approved") return;
  const isPause = to === "paused";
  const batchId = await write(
    tx,
    {
      ...{ campaignId: row.id, adCopyId: null, mappingId, agent: spendGuard },
      changes: [
        {
          ...{ action: isPause ? "pause_ad" : "resume_ad", externalId: externalCampaignId },
          ...{ from: isPause ? "active" : "paused", to, risk: "low" },
          title: (isPause ? `Pause ${row.name}: its budget is used up` : `Let ${row.name} run again`).slice(0, 120),
          why: isPause
            ? "The platforms have charged all of the budget that agency and client agreed on."
            : "It was paused because its budget was used up, and has budget left now.",
          expectedEffect: isPause ? "Nothing more is charged for it." : "It runs as it did before.",
          evidence: [`Budget: ${row.budgetMinor}, smallest unit of ${row.currency}`],
        },
      ],
    },
    "client_approved",
  );
  await Effect.audit(
    "recommendation.proposed",
    { type: "recommendation_batch", id: batchId, label: row.name },
    { after: { recommendations: 1, by: spendGuard } },
  );
  await Effect.live("content:updated", {
    kind: "recommendation_batch",
    id: batchId,
    status: "client_approved",
    version: 1,
  });
  await release(tx, "recommendation_batch", batchId);
}

/** What was last done about a platform's campaign for its budget. */
async function lastSwitch(tx: Tx, mappingId: string) {
  return tx
    .selectFrom("recommendationBatches as b")
    .innerJoin("campaignRecommendations as r", (join) =>
      join.onRef("r.tenantId", "=", "b.tenantId").onRef("r.batchId", "=", "b.id"),
    )
    .select(["b.status", "r.action"])
    .where("b.tenantId", "=", tenant())
    .where("b.mappingId", "=", mappingId)
    .where("b.agent", "=", spendGuard)
    .orderBy("b.id", "desc")
    .limit(1)
    .executeTakeFirst();
}

async function linksOf(tx: Tx, campaignId: string, status?: "active"): Promise<Link[]> {
  return tx
    .selectFrom("campaignExternalMappings")
    .select(["id", "externalCampaignId"])
    .where("tenantId", "=", tenant())
    .where("campaignId", "=", campaignId)
    .$if(status !== undefined, (query) => query.where("externalStatus", "=", status ?? "active"))
    .orderBy("id")
    .execute();
}
