import type { Tx } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { newId } from "#schema/ids.ts";
import type { TestTenant } from "./tenant.ts";

/** Gives a tenant a website with a crawl of it. */
export async function insertWebsite(tx: Tx, { id: tenantId }: TestTenant) {
  const [website, crawl, webPage] = [newId("channel"), newId("webCrawlJob"), newId("webPage")];
  const url = "https://only-for-owners.test/";
  await tx
    .insertInto("connectedChannels")
    .values({ tenantId, id: website, type: "website", name: "only-for-owners.test", url, status: "connected" })
    .execute();
  await tx
    .insertInto("crawlSettings")
    .values({ tenantId, id: newId("crawlSettings"), channelId: website, schedule: "manual" })
    .execute();
  const limits = { maxPages: 10, maxDepth: 2 };
  await tx
    .insertInto("webCrawlJobs")
    .values({ tenantId, id: crawl, channelId: website, trigger: "manual", status: "running", siteUrl: url, ...limits })
    .execute();
  await tx
    .insertInto("webPages")
    .values({ tenantId, id: webPage, channelId: website, url, urlSha256: sha256(url), title: "Only for its owners" })
    .execute();
  return { website, crawl, webPage };
}

/** Invites somebody to a tenant, and names a member it has. */
export async function insertPeople(tx: Tx, { id: tenantId, people }: TestTenant) {
  const invitation = newId("invitation");
  const { userId } = people.CA;
  await tx
    .insertInto("invitations")
    .values({
      ...{ tenantId, id: invitation, email: `invited-${invitation}@people.test`, side: "client", role: "member" },
      appAccess: ["dashboard"],
      tokenHash: sha256(invitation),
      invitedBy: people.TA.userId,
      expiresAt: new Date(Date.now() + 24 * 3_600_000),
    })
    .execute();
  const member = await tx
    .selectFrom("tenantMembers")
    .select("id")
    .where("tenantId", "=", tenantId)
    .where("userId", "=", userId)
    .executeTakeFirstOrThrow();
  return { invitation, member: member.id, person: userId };
}
