import * as Paging from "#core/page/index.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { Backlink } from "#schema/backlink.ts";
import { notFound } from "#schema/errors.ts";
import type { Page, PageQuery } from "#schema/page.ts";

const { iso } = Paging;

/** Prospects, links and listings, newest first; nobody's address is shown. */
export async function list(query: PageQuery): Promise<Page<Backlink>> {
  require("campaign.read", "see backlinks");
  const scope = JSON.stringify(["backlinks", tenant()]);
  const position = Paging.decode(scope, query.cursor) as [string] | undefined;
  return transaction(async (tx) => {
    const rows = await backlinks(tx)
      .$if(position !== undefined, (some) => some.where("id", "<", position?.[0] ?? ""))
      .orderBy("id", "desc")
      .limit(query.limit + 1)
      .execute();
    const page = Paging.slice(rows, query.limit, scope, (row) => [row.id]);
    return { items: page.rows.map(shape), nextCursor: page.nextCursor };
  });
}

/** One of them. */
export async function get(id: string): Promise<Backlink> {
  require("campaign.read", "see backlinks");
  const row = await transaction((tx) => backlinks(tx).where("id", "=", id).executeTakeFirst());
  if (!row) throw notFound("Backlink", id);
  return shape(row);
}

function backlinks(tx: Tx) {
  return tx.selectFrom("backlinks").selectAll().where("tenantId", "=", tenant()).where("deletedAt", "is", null);
}

function shape(row: Awaited<ReturnType<ReturnType<typeof backlinks>["execute"]>>[number]): Backlink {
  return {
    ...{ id: row.id, sourceDomain: row.sourceDomain, sourceUrl: row.sourceUrl, targetUrl: row.targetUrl },
    ...{ domainRating: row.domainRating, relevanceScore: row.relevanceScore, pitchRationale: row.pitchRationale },
    ...{ minutes: row.minutes, campaignId: row.campaignId, notes: row.notes },
    sourceType: row.sourceType as Backlink["sourceType"],
    linkType: row.linkType as Backlink["linkType"],
    prospectType: row.prospectType as Backlink["prospectType"],
    outreachStatus: row.outreachStatus as Backlink["outreachStatus"],
    opportunityStatus: row.opportunityStatus as Backlink["opportunityStatus"],
    steps: row.steps as unknown as string[],
    createdAt: iso(row.createdAt),
  };
}
