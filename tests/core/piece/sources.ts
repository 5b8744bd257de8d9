import { asPlatform } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import type { TestTenant } from "#tests/support/tenant.ts";

const text = `## How a lamp is rewired

A table lamp has three parts that wear out: the plug, the cord and the socket. Most faults sit in the cord, where it bends below the base. A new cord costs little and takes half an hour to fit.

## What to look at first

Pull the plug before you open anything. Look at the cord for cracks, and at the socket for dark marks. Dark marks come from a loose contact that became hot.

## When to leave it to somebody else

A lamp of metal must be earthed. If yours has no third wire, bring it to a workshop. The workshop measures it and says within a day whether it is safe.`;

/** A post that the client has approved. @returns its id */
export async function approvedPost(tenant: TestTenant): Promise<string> {
  const id = newId("blogPost");
  await asPlatform(async (tx) => {
    await tx.updateTable("tenants").set({ websiteUrl: "https://lamps.example/" }).where("id", "=", tenant.id).execute();
    await tx
      .insertInto("blogPosts")
      .values({
        ...{ tenantId: tenant.id, id, title: "Rewiring a table lamp", slug: "rewiring", body: text, version: 3 },
        ...{ targetKeyword: "rewire a lamp", metaTitle: "Rewiring", metaDescription: "How a lamp is rewired" },
        ...{ status: "client_approved", clientApprovedAt: new Date(), clientApprovedBy: "user:test" },
        ...{ wordCount: 120, language: "en", contentHash: "0".repeat(64) },
      })
      .execute();
  });
  return id;
}

/** A report that is ready to be read. @returns its id */
export async function writtenReport(tenant: TestTenant): Promise<string> {
  const id = newId("report");
  const content = `## Search\n\nVisits from search grew from 1,200 to 1,500 in June. Most of them came to the page about cords. Readers stay there for three minutes on average.\n\n${text}`;
  const span = { period: "2026-06", startOn: "2026-06-01", endOn: "2026-06-30" };
  await asPlatform(async (tx) => {
    await tx.updateTable("tenants").set({ websiteUrl: "https://lamps.example/" }).where("id", "=", tenant.id).execute();
    await tx
      .insertInto("reports")
      .values({ tenantId: tenant.id, id, label: "June in numbers", ...span, status: "ready", source: "agent", content })
      .execute();
  });
  return id;
}

/** Hundredths of a credit that a rate has cost a tenant so far. */
export async function spent(tenant: TestTenant, rateKey: string): Promise<number> {
  const row = await asPlatform((tx) =>
    tx
      .selectFrom("creditLedger")
      .select((eb) => eb.fn.sum<number>("amount").as("amount"))
      .where("tenantId", "=", tenant.id)
      .where("type", "=", "consumed")
      .where("rateKey", "=", rateKey)
      .executeTakeFirstOrThrow(),
  );
  return Math.abs(Number(row.amount ?? 0));
}
