import { stopMails } from "#core/campaign/stop.ts";
import * as Effect from "#core/effect/index.ts";
import { require, tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { type Backlink, OutreachMove, type OutreachStatus } from "#schema/backlink.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { moved } from "./moved.ts";
import { get } from "./read.ts";

/** What came of writing to a site, as a person saw it. Whoever answered, or will not be asked, gets no reminders. */
export async function steer(id: string, input: OutreachMove): Promise<Backlink> {
  require("campaign.decide_dm", "say what came of outreach");
  const { verb, notes } = OutreachMove.parse(input);
  await transaction(async (tx) => {
    const row = await tx
      .selectFrom("backlinks")
      .select(["id", "sourceDomain", "outreachStatus", "contactEmail", "campaignId", "notes"])
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .where("deletedAt", "is", null)
      .forUpdate()
      .executeTakeFirst();
    if (!row) throw notFound("Backlink", id);
    if (!row.outreachStatus) throw new AppError("request.illegal_transition", "Nobody writes to a directory.");
    if (row.contactEmail && row.campaignId)
      await stopMails(
        tx,
        { email: row.contactEmail, campaignId: row.campaignId },
        verb === "reply" ? "replied" : "ended",
      );
    const prospect = { ...row, outreachStatus: row.outreachStatus as OutreachStatus };
    const status = await moved(tx, prospect, verb, {
      ...(verb === "reply" ? { respondedAt: new Date() } : {}),
      ...(notes === undefined ? {} : { notes }),
    });
    await Effect.live("content:updated", { kind: "backlink", id, status, version: 1 });
  });
  return get(id);
}
