import { iso } from "#core/page/index.ts";
import { may, require, tenant } from "#platform/actor.ts";
import { type Tx, transaction } from "#platform/db.ts";
import type { BacklinkReply } from "#schema/backlink.ts";
import { notFound } from "#schema/errors.ts";

const shownMax = 100;

/** What a site answered, newest first. Only the agency sees the address. */
export function ofBacklink(id: string): Promise<BacklinkReply[]> {
  return replies({ table: "backlinks", column: "backlinkId", name: "Backlink" }, id);
}

/** What was answered to the mails of a campaign, newest first. */
export function ofCampaign(id: string): Promise<BacklinkReply[]> {
  return replies({ table: "campaigns", column: "campaignId", name: "Campaign" }, id);
}

interface Of {
  table: "backlinks" | "campaigns";
  column: "backlinkId" | "campaignId";
  name: string;
}

async function replies({ table, column, name }: Of, id: string): Promise<BacklinkReply[]> {
  require("campaign.read", "see answers");
  return transaction(async (tx) => {
    if (!(await isThere(tx, table, id))) throw notFound(name, id);
    const rows = await tx
      .selectFrom("backlinkReplies")
      .select(["id", "campaignEmailId", "fromEmail", "subject", "body", "intent", "receivedAt"])
      .where("tenantId", "=", tenant())
      .where(column, "=", id)
      .orderBy("receivedAt", "desc")
      .orderBy("id", "desc")
      .limit(shownMax)
      .execute();
    return rows.map((row) => ({
      ...row,
      fromEmail: may("campaign.decide_dm") ? row.fromEmail : null,
      intent: row.intent as BacklinkReply["intent"],
      receivedAt: iso(row.receivedAt),
    }));
  });
}

async function isThere(tx: Tx, table: Of["table"], id: string): Promise<boolean> {
  const row = await tx
    .selectFrom(table)
    .select("id")
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("deletedAt", "is", null)
    .executeTakeFirst();
  return row !== undefined;
}
