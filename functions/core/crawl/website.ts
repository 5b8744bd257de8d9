import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { notFound } from "#schema/errors.ts";

/** A website as a channel of the tenant. */
export interface Website {
  id: string;
  name: string;
  url: string;
}

/** A website channel of the tenant at work; anything else under the id is not found. `lock` keeps a second order waiting. */
export async function websiteOf(tx: Tx, channelId: string, lock = false): Promise<Website> {
  const query = websites(tx).where("id", "=", channelId);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  if (!row?.url) throw notFound("Website", channelId);
  return { ...row, url: row.url };
}

/** The website of the tenant, the oldest if there are several. */
export async function siteOfTenant(tx: Tx): Promise<Website | undefined> {
  const row = await websites(tx).orderBy("id").limit(1).executeTakeFirst();
  return row?.url ? { ...row, url: row.url } : undefined;
}

function websites(tx: Tx) {
  return tx
    .selectFrom("connectedChannels")
    .select(["id", "name", "url"])
    .where("tenantId", "=", tenant())
    .where("type", "=", "website")
    .where("status", "=", "connected")
    .where("deletedAt", "is", null);
}
