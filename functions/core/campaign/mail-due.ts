import * as Backlink from "#core/backlink/moved.ts";
import * as Effect from "#core/effect/index.ts";
import { postalAddressOf } from "#core/letter/index.ts";
import { todayIn } from "#core/month/days.ts";
import { isOpen } from "#core/nurture/hours.ts";
import * as Publish from "#core/publish/prepare.ts";
import { atLocalTime } from "#core/publish/slot.ts";
import { zoneOf } from "#core/tenant/zone.ts";
import { tenant } from "#platform/actor.ts";
import { sql, type Tx, transaction } from "#platform/db.ts";
import { log } from "#platform/log.ts";
import { outreachPerDay } from "#schema/campaign.ts";
import { AppError } from "#schema/errors.ts";
import { enrol } from "./enrol.ts";
import { move, own, subject } from "./own.ts";
import { stopMails } from "./stop.ts";

const quietDays = 14;
const dayMs = 86_400_000;
/** So many mails of a campaign are looked at for those that may go. */
const turnsMax = 1_000;
/** An e-mail to a lead that was approved longer ago is sent by hand, or not at all. */
const freshDays = 14;

/**
 * The clock's look at mails: campaigns that are over end, customers are taken up, and what is due goes out within the hours and
 * numbers of a day. What a person has to mend first keeps waiting.
 */
export async function sendDue(now: Date): Promise<void> {
  const timezone = await transaction(zoneOf);
  const today = todayIn(timezone, now);
  await transaction((tx) => closeOver(tx, today));
  await transaction((tx) => giveUpOn(tx, new Date(now.getTime() - quietDays * dayMs)));
  if (!(await transaction(postalAddressOf))) return;
  const atWork = isOpen(now, timezone);
  for (const id of await transaction((tx) => waitingForLeads(tx, now, atWork))) await release("lead_email", id, now);
  for (const id of await transaction(asking)) await transaction((tx) => enrol(tx, id, now));
  if (!isOpen(now, timezone, "campaign")) return;
  const since = atLocalTime(today, "00:00", timezone);
  for (const id of await transaction((tx) => due(tx, now, since))) await release("campaign_email", id, now);
}

// One mail that cannot go keeps no other waiting.
async function release(type: "campaign_email" | "lead_email", id: string, now: Date): Promise<void> {
  try {
    await transaction((tx) => Publish.release(tx, type, id, now));
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    log.info({ type, id, code: error.code }, "a mail was not sent");
  }
}

/** The mails that go now: the longest due first, no more than the day allows. No campaign takes the places of another. */
async function due(tx: Tx, now: Date, since: Date): Promise<string[]> {
  const waiting = tx
    .selectFrom("campaignEmails as e")
    .innerJoin("campaigns as c", (join) =>
      join.onRef("c.tenantId", "=", "e.tenantId").onRef("c.id", "=", "e.campaignId"),
    )
    .leftJoin("reviewCampaigns as r", (join) =>
      join.onRef("r.tenantId", "=", "c.tenantId").onRef("r.campaignId", "=", "c.id"),
    )
    .select(["e.id", "e.recipientEmail", "e.campaignId", "e.contactId", "e.sendAt", "r.throttlePerDay"])
    .select(sql<number>`row_number() over (partition by e.campaign_id order by e.send_at, e.id)`.as("turn"))
    .where("e.tenantId", "=", tenant())
    .where("e.status", "=", "approved")
    .where("e.deletedAt", "is", null)
    .where("e.sendAt", "<=", now)
    .where("c.status", "=", "active")
    .where(notUnderWay("e.id"));
  const rows = await tx
    .selectFrom(waiting.as("w"))
    .select(["w.id", "w.recipientEmail", "w.campaignId", "w.contactId", "w.throttlePerDay"])
    .where("w.turn", "<=", turnsMax)
    .orderBy("w.sendAt")
    .orderBy("w.id")
    .execute();
  const went = await tx
    .selectFrom("publishAttempts as p")
    .innerJoin("campaignEmails as e", (join) =>
      join.onRef("e.tenantId", "=", "p.tenantId").onRef("e.id", "=", "p.subjectId"),
    )
    .select(["e.recipientEmail", "e.campaignId", "e.contactId"])
    .where("p.tenantId", "=", tenant())
    .where("p.subjectType", "=", "campaign_email")
    .where("p.publishAt", ">=", since)
    .where("p.status", "not in", ["failed", "abandoned"])
    .execute();
  const domains = new Set(went.filter(({ contactId }) => !contactId).map(domainOf));
  const perCampaign = new Map<string, number>();
  for (const { contactId, campaignId } of went) count(perCampaign, contactId ? campaignId : "outreach");
  return rows
    .filter((row) => {
      const key = row.contactId ? row.campaignId : "outreach";
      const max = row.contactId ? (row.throttlePerDay ?? outreachPerDay) : outreachPerDay;
      if ((perCampaign.get(key) ?? 0) >= max) return false;
      // One letter a day to a house, whoever there opens it.
      if (!row.contactId && domains.has(domainOf(row))) return false;
      if (!row.contactId) domains.add(domainOf(row));
      count(perCampaign, key);
      return true;
    })
    .map(({ id }) => id);
}

// E-mails of sequences keep to the hours in which people work.
async function waitingForLeads(tx: Tx, now: Date, atWork: boolean): Promise<string[]> {
  const rows = await tx
    .selectFrom("leadEmails as e")
    .select("e.id")
    .where("e.tenantId", "=", tenant())
    .where("e.status", "=", "approved")
    .where("e.deletedAt", "is", null)
    .$if(!atWork, (query) => query.where("e.purpose", "!=", "nurture"))
    .where("e.decidedAt", ">", new Date(now.getTime() - freshDays * dayMs))
    .where((eb) => eb.or([eb("e.sendAt", "is", null), eb("e.sendAt", "<=", now)]))
    .where(notUnderWay("e.id"))
    .orderBy("e.id")
    .limit(200)
    .execute();
  return rows.map(({ id }) => id);
}

function notUnderWay(column: string) {
  return sql<boolean>`not exists (select from publish_attempts p where p.tenant_id = e.tenant_id and p.subject_id = ${sql.ref(column)}
    and p.status not in ('failed', 'abandoned'))`;
}

async function asking(tx: Tx): Promise<string[]> {
  const rows = await tx
    .selectFrom("campaigns")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("type", "=", "review_generation")
    .where("status", "=", "active")
    .where("deletedAt", "is", null)
    .execute();
  return rows.map(({ id }) => id);
}

async function closeOver(tx: Tx, today: string): Promise<void> {
  const over = await tx
    .selectFrom("campaigns")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("status", "in", ["active", "paused"])
    .where("endsOn", "<", today)
    .where("deletedAt", "is", null)
    .execute();
  for (const { id } of over) {
    const row = await own(tx, id);
    await move(tx, row, "complete");
    await stopMails(tx, { campaignId: id }, "ended");
    await Effect.audit("campaign.completed", subject(row), { after: { endsOn: row.endsOn } });
  }
}

/** Nobody answered, and nothing more is to be sent: the prospect rests. */
async function giveUpOn(tx: Tx, before: Date): Promise<void> {
  const silent = await tx
    .selectFrom("backlinks as b")
    .select(["b.id", "b.sourceDomain"])
    .where("b.tenantId", "=", tenant())
    .where("b.outreachStatus", "=", "outreach_sent")
    .where("b.deletedAt", "is", null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("campaignEmails as e")
            .select("e.id")
            .whereRef("e.tenantId", "=", "b.tenantId")
            .whereRef("e.backlinkId", "=", "b.id")
            .where("e.deletedAt", "is", null)
            .where((one) =>
              one.or([one("e.status", "in", ["approved", "sending", "send_unknown"]), one("e.sentAt", ">", before)]),
            ),
        ),
      ),
    )
    .forUpdate()
    .execute();
  for (const row of silent) await Backlink.moved(tx, { ...row, outreachStatus: "outreach_sent" }, "time_out");
}

const domainOf = ({ recipientEmail }: { recipientEmail: string }): string => recipientEmail.split("@")[1] ?? "";
const count = (of: Map<string, number>, key: string) => of.set(key, (of.get(key) ?? 0) + 1);
