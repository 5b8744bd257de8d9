import type { OutreachDraft } from "#agents/backlink-outreach-writer.ts";
import type { Failed } from "#agents/descriptor/index.ts";
import { hashOf, type Mail } from "#core/campaign/email.ts";
import { latest } from "#core/critic/read.ts";
import * as Effect from "#core/effect/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import { dispatch } from "#core/run/dispatch.ts";
import type { Product } from "#core/run/outcomes.ts";
import { reference, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import { assetsOf } from "./assets.ts";
import * as Backlink from "./index.ts";

/** What the writer gets: the site, the page it should link to, and who writes. */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  return transaction(async (tx) => {
    const row = await Backlink.locked(tx, run.subjectId ?? "");
    const owner = await tx
      .selectFrom("tenants")
      .select(["name", "websiteUrl"])
      .where("id", "=", tenant())
      .executeTakeFirstOrThrow();
    const start = { url: owner.websiteUrl ?? row.targetUrl, name: owner.name };
    const asset = (await assetsOf(tx, start)).find(({ url }) => url === row.targetUrl);
    return {
      prospect: {
        sourceDomain: row.sourceDomain,
        ...(row.sourceUrl ? { sourceUrl: row.sourceUrl } : {}),
        prospectType: row.prospectType,
        pitchRationale: row.pitchRationale ?? "",
      },
      asset: { url: row.targetUrl, title: asset?.title ?? owner.name, description: asset?.description ?? "" },
      sender: await senderOf(tx, owner.name),
      ...(row.contactName ? { recipientName: row.contactName } : {}),
      criticIssues: run.wakeReason === "critic" ? await issuesOf(tx, row.id) : [],
    };
  });
}

/** Keeps the e-mail and its reminders as drafts; the critic reads them next, and once all are read the campaign goes to the agency. */
export async function store(tx: Tx, run: ClaimedRun, { data }: Product<OutreachDraft>): Promise<void> {
  const row = await Backlink.locked(tx, run.subjectId ?? "");
  const { campaignId, contactEmail: recipientEmail, contactName: recipientName } = row;
  if (!campaignId || !recipientEmail) throw new Error("a prospect is written to in a campaign, at an address");
  const footer = await footerOf(tx);
  const mails: Mail[] = [
    { step: 1, afterDays: 0, subject: data.subject, body: `${data.body}\n\n${footer}` },
    ...data.followUps.map(({ afterDays, body }, at) => ({
      ...{ step: at + 2, afterDays, subject: `Re: ${data.subject}`, body: `${body}\n\n${footer}` },
    })),
  ];
  const contentHash = hashOf(recipientEmail, mails);
  // Two prospects may share an address: it is written to once.
  const taken = await tx
    .selectFrom("campaignEmails")
    .select(["id", "backlinkId"])
    .where("tenantId", "=", tenant())
    .where("campaignId", "=", campaignId)
    .where("recipientEmail", "=", recipientEmail)
    .executeTakeFirst();
  if (taken && taken.backlinkId !== row.id)
    return Backlink.unreached(tx, row, "its address gets an e-mail of this campaign already.");
  const of = { campaignId, backlinkId: row.id, runId: run.id, recipientEmail, recipientName };
  const version = { version: run.version, contentHash, criticPending: true };
  for (const mail of mails) await keep(tx, mail, { ...of, ...version });
  await tx
    .updateTable("campaignEmails")
    .set({ deletedAt: new Date(), deletedBy: reference() })
    .where("tenantId", "=", tenant())
    .where("campaignId", "=", campaignId)
    .where("recipientEmail", "=", recipientEmail)
    .where("step", ">", mails.length)
    .execute();
  const first = await tx
    .selectFrom("campaignEmails")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("campaignId", "=", campaignId)
    .where("recipientEmail", "=", recipientEmail)
    .where("step", "=", 1)
    .executeTakeFirstOrThrow();
  const subject = { type: "campaign_email", id: first.id };
  const { version: at } = run;
  await dispatch(tx, { agent: "content-critic", subject, version: at, wakeReason: "new_task", priority: "critical" });
}

interface Written {
  campaignId: string;
  backlinkId: string;
  runId: string;
  recipientEmail: string;
  recipientName: string | null;
  version: number;
  contentHash: string;
  criticPending: boolean;
}

// Written again, a mail takes the place of the one before.
async function keep(tx: Tx, mail: Mail, written: Written): Promise<void> {
  const { subject, body, afterDays } = mail;
  const { runId, version, contentHash, criticPending } = written;
  const { id } = await tx
    .insertInto("campaignEmails")
    .values({ tenantId: tenant(), id: newId("campaignEmail"), ...written, ...mail, status: "draft" })
    .onConflict((conflict) =>
      conflict
        .columns(["tenantId", "campaignId", "recipientEmail", "step"])
        .doUpdateSet({ subject, body, afterDays, runId, version, contentHash, criticPending, deletedAt: null }),
    )
    .returning("id")
    .executeTakeFirstOrThrow();
  await Effect.audit(
    "campaign_email.drafted",
    { type: "campaign_email", id, label: mail.subject },
    { after: { step: mail.step, version } },
  );
}

/** The site is left out of the campaign. */
export async function giveUp(tx: Tx, run: Failed, _code: string, message: string): Promise<void> {
  if (run.subjectId) await Backlink.unreached(tx, await Backlink.locked(tx, run.subjectId), message);
}

async function issuesOf(tx: Tx, backlinkId: string): Promise<readonly unknown[]> {
  const email = await tx
    .selectFrom("campaignEmails")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("backlinkId", "=", backlinkId)
    .where("step", "=", 1)
    .executeTakeFirst();
  return (email && (await latest(tx, { type: "campaign_email", id: email.id }))?.issues) ?? [];
}

async function senderOf(tx: Tx, company: string): Promise<{ name: string; role: string; company: string }> {
  const person = await tx
    .selectFrom("tenantMembers as m")
    .innerJoin("users as u", "u.id", "m.userId")
    .select(["u.firstName", "u.lastName", "m.jobTitle"])
    .where("m.tenantId", "=", tenant())
    .where("m.side", "=", "client")
    .where("m.role", "=", "admin")
    .orderBy("m.id")
    .limit(1)
    .executeTakeFirst();
  const name = person ? `${person.firstName} ${person.lastName}`.trim() : company;
  return { name, role: person?.jobTitle ?? "part of the team", company };
}

// Who writes and how to hear nothing more of it; where the client gives an address of its own for letters, that one.
async function footerOf(tx: Tx): Promise<string> {
  const owner = await tx.selectFrom("tenants").select("name").where("id", "=", tenant()).executeTakeFirstOrThrow();
  const settings = await tx
    .selectFrom("tenantSettings")
    .select("legalFooter")
    .where("tenantId", "=", tenant())
    .executeTakeFirst();
  const from = settings?.legalFooter?.trim() || owner.name;
  return `--\n${from}\nDo you want no further e-mail from us? Answer with the word "unsubscribe".`;
}
