import * as Paging from "#core/page/index.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { Campaign, CampaignDetail, CampaignFilter } from "#schema/campaign-plan.ts";
import { notFound } from "#schema/errors.ts";
import type { Page } from "#schema/page.ts";
import { atWork } from "./order.ts";
import { audiencesOf } from "./own.ts";
import { ordered } from "./work.ts";

const { iso } = Paging;

/** The tenant's campaigns, newest first. */
export async function list({ limit, cursor, type, status }: CampaignFilter): Promise<Page<Campaign>> {
  require("campaign.read", "see campaigns");
  const scope = JSON.stringify(["campaigns", tenant(), type, status]);
  const position = Paging.decode(scope, cursor) as [string] | undefined;
  const rows = await transaction((tx) =>
    campaigns(tx)
      .$if(type !== undefined, (query) => query.where("type", "=", type ?? ""))
      .$if(status !== undefined, (query) => query.where("status", "=", status ?? ""))
      .$if(position !== undefined, (query) => query.where("id", "<", position?.[0] ?? ""))
      .orderBy("id", "desc")
      .limit(limit + 1)
      .execute(),
  );
  const page = Paging.slice(rows, limit, scope, (row) => [row.id]);
  return { items: page.rows.map(shape), nextCursor: page.nextCursor };
}

/** One campaign with its brief, its audiences, and who works on it. */
export async function get(id: string): Promise<CampaignDetail> {
  require("campaign.read", "see campaigns");
  return transaction(async (tx) => {
    const row = await campaigns(tx).where("id", "=", id).executeTakeFirst();
    if (!row) throw notFound("Campaign", id);
    return {
      ...shape(row),
      ...{ notes: row.notes, decisionNote: row.decisionNote, brief: row.brief as CampaignDetail["brief"] },
      audiences: (await audiencesOf(tx, id)) as unknown as CampaignDetail["audiences"],
      linked: await linksOf(tx, id),
      atWork: await atWork(tx, id),
      work: (await ordered(tx, id)) as CampaignDetail["work"],
    };
  });
}

async function linksOf(tx: Tx, campaignId: string): Promise<CampaignDetail["linked"]> {
  const rows = await tx
    .selectFrom("campaignExternalMappings")
    .select(["platform", "externalCampaignId", "externalStatus", "spentMinor", "currency", "lastSyncedAt", "syncError"])
    .where("tenantId", "=", tenant())
    .where("campaignId", "=", campaignId)
    .orderBy("id")
    .execute();
  return rows.map(
    ({ platform, externalCampaignId, externalStatus, spentMinor, currency, lastSyncedAt, syncError }) => ({
      ...({ platform, status: externalStatus } as Pick<CampaignDetail["linked"][number], "platform" | "status">),
      ...{ externalCampaignId, syncedAt: iso(lastSyncedAt), problem: syncError },
      spent: spentMinor === null || currency === null ? null : { amountMinor: Number(spentMinor), currency },
    }),
  );
}

function campaigns(tx: Tx) {
  return tx
    .selectFrom("campaigns")
    .select(["id", "type", "name", "goal", "status", "channels", "budgetMinor", "currency", "startsOn", "endsOn"])
    .select(["notes", "decisionNote", "brief", "autoPilot", "version", "createdAt", "updatedAt"])
    .select(["spentMinor", "spendSyncedAt", "spendPausedAt"])
    .where("tenantId", "=", tenant())
    .where("deletedAt", "is", null);
}

function shape(row: Awaited<ReturnType<ReturnType<typeof campaigns>["execute"]>>[number]): Campaign {
  const { notes: _, decisionNote: __, brief: ___, budgetMinor, currency, createdAt, updatedAt, ...more } = row;
  const { spentMinor, spendSyncedAt, spendPausedAt, ...said } = more;
  return {
    ...(said as unknown as Omit<Campaign, "budget" | "spend" | "createdAt" | "updatedAt">),
    spend: {
      spentMinor: spentMinor === null ? null : Number(spentMinor),
      ...{ syncedAt: iso(spendSyncedAt), pausedAt: iso(spendPausedAt) },
    },
    budget: budgetMinor === null || currency === null ? null : { amountMinor: Number(budgetMinor), currency },
    ...{ createdAt: iso(createdAt), updatedAt: iso(updatedAt) },
  };
}
