import { resumeWaiting } from "#core/activity/resume.ts";
import * as Effect from "#core/effect/index.ts";
import { resumeParked } from "#core/run/park.ts";
import { isAgency, reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { asPlatform, transaction } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import { capCurrency, type PlatformSpend, type SpendBalance } from "#schema/spend.ts";
import { capOf, dayOf, monthOf } from "./balance.ts";

const platformCap = "spend.day_cap_minor";

/** This month's provider cost against the cap. The client sees the cap alone. */
export async function balance(): Promise<SpendBalance> {
  require("spend_cap.read", "see the cap");
  const month = monthOf(dayOf(new Date()));
  return transaction(async (tx) => {
    const row = await tx
      .selectFrom("spendBalances")
      .select(["spentMinor", "heldMinor"])
      .where("tenantId", "=", tenant())
      .where("month", "=", month)
      .executeTakeFirst();
    const figures = { spentMinor: row?.spentMinor ?? 0, heldMinor: row?.heldMinor ?? 0 };
    const shown = isAgency() ? figures : { spentMinor: null, heldMinor: null };
    return { month, currency: capCurrency, capMinor: await capOf(tx), ...shown };
  });
}

/** Sets the monthly cap of the client at work: its admin may lower it, only a super admin raises it. What waited for it goes on. */
export async function setCap(capMinor: number): Promise<SpendBalance> {
  require("spend_cap.lower", "change the cap");
  const isRaised = await transaction(async (tx) => {
    const row = await tx
      .selectFrom("tenants")
      .select("name")
      .where("id", "=", tenant())
      .forUpdate()
      .executeTakeFirstOrThrow();
    const before = await capOf(tx);
    if (capMinor > before)
      require("spend_cap.raise", `raise the cap above ${capCurrency} ${(before / 100).toFixed(2)}`);
    if (capMinor === before) return false;
    await tx.updateTable("tenants").set({ spendCapMinor: capMinor }).where("id", "=", tenant()).execute();
    await Effect.audit(
      "tenant.spend_cap_changed",
      { type: "tenant", id: tenant(), label: row.name },
      { before: { spendCapMinor: before }, after: { spendCapMinor: capMinor } },
    );
    await Effect.live("settings:updated", { keys: ["tenant"] });
    return capMinor > before;
  });
  if (isRaised) {
    await resumeParked();
    await resumeWaiting();
  }
  return balance();
}

/** What all clients together have cost today, and the cap of a day. */
export async function platform(): Promise<PlatformSpend> {
  require("system.operate", "see what the platform spends", "platform");
  return asPlatform(platformOf);
}

/** Sets what all clients together may cost in a day; null lifts the cap. What waited for it goes on with the next clock. */
export async function setPlatformCap(capMinor: number | null): Promise<PlatformSpend> {
  require("system.operate", "set the cap of the platform", "platform");
  return asPlatform(async (tx) => {
    const before = await platformOf(tx);
    if (before.capMinor === capMinor) return before;
    const setting = { value: JSON.stringify(capMinor ?? 0), updatedBy: reference() };
    if (capMinor === null) await tx.deleteFrom("platformSettings").where("key", "=", platformCap).execute();
    else
      await tx
        .insertInto("platformSettings")
        .values({
          ...{ id: newId("platformSetting"), key: platformCap, value: setting.value },
          description: "What models may cost in a day over all clients, in minor units of USD",
        })
        .onConflict((conflict) => conflict.column("key").doUpdateSet(setting))
        .execute();
    await Effect.audit(
      "platform_setting.changed",
      { type: "platform_setting", id: platformCap, label: platformCap },
      { before: { capMinor: before.capMinor }, after: { capMinor } },
    );
    return platformOf(tx);
  });
}

async function platformOf(tx: Tx): Promise<PlatformSpend> {
  const day = dayOf(new Date());
  const setting = await tx
    .selectFrom("platformSettings")
    .select("value")
    .where("key", "=", platformCap)
    .executeTakeFirst();
  const spent = await tx
    .selectFrom("platformSpendDays")
    .select("committedMinor")
    .where("day", "=", day)
    .executeTakeFirst();
  const capMinor = setting ? Number(setting.value) : null;
  return { day, currency: capCurrency, capMinor, committedMinor: spent?.committedMinor ?? 0 };
}
