import * as Approval from "#core/approval/index.ts";
import { hashOf as hashOfMails } from "#core/campaign/email.ts";
import { sendDue } from "#core/campaign/mail-due.ts";
import { hashOf, own } from "#core/campaign/own.ts";
import { asPlatform, transaction } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import { ok } from "#tests/support/api.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";

// At work in New York.
export const nextWednesday = (): Date => {
  const at = new Date();
  at.setUTCDate(at.getUTCDate() + ((3 - at.getUTCDay() + 7) % 7 || 7));
  at.setUTCHours(15, 0, 0, 0);
  return at;
};
export const days = (from: Date, count: number) => new Date(from.getTime() + count * 86_400_000);

/** A client at work in New York. */
export async function atWork(): Promise<TestTenant> {
  const tenant = await freshTenant({ plan: "pro" });
  await asPlatform((tx) =>
    tx.updateTable("tenants").set({ timezone: "America/New_York" }).where("id", "=", tenant.id).execute(),
  );
  return tenant;
}

export const withAddress = (tenant: TestTenant) =>
  ok(tenant.people.TA, "PATCH", "/tenant/v1/mail-settings", { body: { postalAddress: "1 Harbour Row, Hamburg" } });
export const tick = (tenant: TestTenant, now: Date) => as(machine(tenant.id), () => sendDue(now));

/** A campaign whose mails to site owners wait for the agency: one with two reminders to each. */
export async function outreach(tenant: TestTenant, recipients: readonly string[]) {
  const campaignId = newId("campaign");
  const firsts: string[] = [];
  await asPlatform(async (tx) => {
    await tx
      .insertInto("campaigns")
      .values({
        ...{
          tenantId: tenant.id,
          id: campaignId,
          type: "email_outreach",
          name: `Links ${campaignId}`,
          goal: "traffic",
        },
        ...{ status: "dm_review", totalEmails: recipients.length },
      })
      .execute();
    for (const recipientEmail of recipients) {
      const backlinkId = newId("backlink");
      await tx
        .insertInto("backlinks")
        .values({
          ...{ tenantId: tenant.id, id: backlinkId, sourceType: "outreach", campaignId, outreachStatus: "prospecting" },
          ...{ sourceDomain: `${backlinkId.toLowerCase().replace("_", "-")}.test`, contactEmail: recipientEmail },
          targetUrl: "https://lamps.example/",
        })
        .execute();
      const mails = [1, 2, 3].map((step) => ({
        ...{ step, afterDays: step === 1 ? 0 : 4, subject: `Lamps ${step}`, body: `Reading lamps, mail ${step}.` },
      }));
      const contentHash = hashOfMails(recipientEmail, mails);
      for (const mail of mails) {
        const id = newId("campaignEmail");
        if (mail.step === 1) firsts.push(id);
        const of = { tenantId: tenant.id, id, campaignId, backlinkId, recipientEmail, contentHash };
        await tx
          .insertInto("campaignEmails")
          .values({ ...of, ...mail, status: "draft" })
          .execute();
      }
      await as(machine(tenant.id), () =>
        transaction((own_) =>
          Approval.open(own_, {
            ...{ kind: "campaign_email", version: 1, contentHash, stage: "dm", author: "agent:run_test" },
            subject: { type: "campaign_email", id: firsts.at(-1) ?? "", title: "Lamps 1" },
          }),
        ),
      );
    }
  });
  return { campaignId, firsts };
}

export const mailsOf = (tenant: TestTenant, recipientEmail: string) =>
  asPlatform((tx) =>
    tx
      .selectFrom("campaignEmails")
      .select(["id", "step", "status", "sendAt", "stopReason"])
      .where("tenantId", "=", tenant.id)
      .where("recipientEmail", "=", recipientEmail)
      .orderBy("step")
      .execute(),
  );
export const statesOf = async (tenant: TestTenant, recipient: string) =>
  (await mailsOf(tenant, recipient)).map(({ status, stopReason }) => stopReason ?? status);
/** A campaign that asks customers for reviews, before the client. @returns its id */
export async function asking(tenant: TestTenant): Promise<string> {
  const id = newId("campaign");
  const of = { tenantId: tenant.id, campaignId: id };
  await asPlatform(async (tx) => {
    await tx
      .insertInto("campaigns")
      .values({
        ...{ tenantId: tenant.id, id, type: "review_generation", name: "Reviews", goal: "reviews" },
        ...{ status: "client_review", channels: ["email"] },
      })
      .execute();
    await tx
      .insertInto("reviewCampaigns")
      .values({
        ...{
          ...of,
          id: newId("reviewCampaign"),
          target: "google_business_profile",
          audienceSize: 4,
          throttlePerDay: 2,
        },
        ...{ reviewUrl: "https://reviews.example/us", locationName: "Harbour Row" },
      })
      .execute();
    await tx
      .insertInto("campaignMessages")
      .values({
        ...{ ...of, id: newId("campaignMessage"), stepOrder: 1, channel: "email", delayHours: 0 },
        ...{ subject: "How was it with us?", body: "Tell others at https://reviews.example/us how it was." },
      })
      .execute();
  });
  await as(machine(tenant.id), () =>
    transaction(async (tx) => {
      const contentHash = await hashOf(tx, await own(tx, id));
      const subject = { type: "campaign", id, title: "Reviews" };
      await Approval.open(tx, {
        ...{ kind: "campaign", subject, version: 1, contentHash, stage: "client", author: "agent:run_test" },
      });
    }),
  );
  return id;
}
