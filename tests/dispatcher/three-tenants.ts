import { afterEach, beforeEach } from "vitest";
import { asPlatform } from "#platform/db.ts";
import { redis } from "#platform/redis.ts";
import { newId } from "#schema/ids.ts";

/** Three tenants for each test and an outbox without what earlier tests left. Only for stores that a file has to itself. */
export function threeTenants(): () => [a: string, b: string, c: string] {
  let tenants: [string, string, string];
  beforeEach(async () => {
    await redis().flushdb();
    tenants = await Promise.all([addTenant(), addTenant(), addTenant()]);
  });
  afterEach(async () => {
    await asPlatform(async (tx) => {
      await tx.updateTable("outbox").set({ deliveredAt: new Date() }).where("deliveredAt", "is", null).execute();
      await tx.deleteFrom("outbox").execute();
    });
  });
  return () => tenants;
}

/** Where the audit chain of a tenant, or of the platform, ends. */
export function headOf(chain: string) {
  return asPlatform((tx) =>
    tx.selectFrom("auditHeads").select(["lastSeq", "lastHash"]).where("chain", "=", chain).executeTakeFirstOrThrow(),
  );
}

/** The names of the things that events are about. */
export function labelsOf(frames: readonly { data: unknown }[]): string[] {
  return frames.map((frame) => (frame.data as { id: string }).id);
}

/** The numbered events of a tenant. */
export function eventsOf(tenantId: string) {
  return asPlatform((tx) =>
    tx
      .selectFrom("tenantEvents")
      .select(["id", "seq", "data"])
      .where("tenantId", "=", tenantId)
      .orderBy("seq")
      .execute(),
  );
}

/** A tenant without anything. @returns its id */
export async function addTenant(): Promise<string> {
  const id = newId("tenant");
  await asPlatform(async (tx) => {
    const region = await tx.selectFrom("regions").select("id").limit(1).executeTakeFirstOrThrow();
    await tx
      .insertInto("tenants")
      .values({
        id,
        slug: id.toLowerCase().replace("_", "-"),
        name: "A tenant",
        status: "active",
        plan: "pro",
        regionId: region.id,
        country: "US",
        timezone: "UTC",
        locale: "en-US",
        currency: "USD",
      })
      .execute();
  });
  return id;
}
