import * as Effect from "#core/effect/index.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { type MailSettings, MailSettingsPatch } from "#schema/contact.ts";
import { newId } from "#schema/ids.ts";

/** What stands under the client's mails, and who decides about outreach. */
export async function get(): Promise<MailSettings> {
  require("tenant_settings.read", "see the mail settings");
  return transaction(settings);
}

/** Changes it for the mails that follow. */
export async function change(input: MailSettingsPatch): Promise<MailSettings> {
  require("tenant_settings.edit", "change the mail settings");
  const { postalAddress, outreachClientReview } = MailSettingsPatch.parse(input);
  return transaction(async (tx) => {
    const before = await settings(tx);
    const set = {
      ...(postalAddress === undefined ? {} : { legalFooter: postalAddress }),
      ...(outreachClientReview === undefined ? {} : { outreachClientReview }),
    };
    await tx
      .insertInto("tenantSettings")
      .values({ tenantId: tenant(), id: newId("tenantSettings"), ...set })
      .onConflict((conflict) => conflict.column("tenantId").doUpdateSet({ ...set, updatedBy: reference() }))
      .execute();
    const after = await settings(tx);
    const subject = { type: "tenant", id: tenant(), label: "Mail settings" };
    await Effect.audit("tenant.settings_changed", subject, { before: { ...before }, after: { ...after } });
    return after;
  });
}

async function settings(tx: Tx): Promise<MailSettings> {
  const row = await tx
    .selectFrom("tenantSettings")
    .select(["legalFooter", "outreachClientReview"])
    .where("tenantId", "=", tenant())
    .executeTakeFirst();
  return { postalAddress: row?.legalFooter ?? null, outreachClientReview: row?.outreachClientReview ?? false };
}
