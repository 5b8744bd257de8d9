import type { Tx } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import type { TestTenant } from "./tenant.ts";

const title = "Only its owners may read this";

/** Gives a tenant a page, a newsletter and a set of ad texts, and a batch of repurposed content. */
export async function insertPieces(tx: Tx, { id: tenantId }: TestTenant, sourceId: string) {
  const [landingPage, newsletter] = [newId("landingPage"), newId("emailNewsletter")];
  const [adCopy, repurposeBatch] = [newId("adCopy"), newId("repurposeBatch")];
  await tx
    .insertInto("landingPages")
    .values({ tenantId, id: landingPage, name: title, slug: "only-ours", status: "drafting" })
    .execute();
  await tx
    .insertInto("emailNewsletters")
    .values({ tenantId, id: newsletter, subject: title, audience: "all", status: "draft" })
    .execute();
  const ad = { platform: "meta_ads", name: title, finalUrl: "https://owners.example/", status: "generating" };
  await tx
    .insertInto("adCopies")
    .values({ tenantId, id: adCopy, ...ad })
    .execute();
  const gbpPost = newId("gbpPost");
  await tx
    .insertInto("gbpPosts")
    .values({ tenantId, id: gbpPost, postType: "whats-new", bodyText: title, status: "approved", version: 1 })
    .execute();
  const source = { sourceType: "blog_post", sourceId, sourceVersion: 1 };
  await tx
    .insertInto("repurposeBatches")
    .values({ tenantId, id: repurposeBatch, ...source, status: "queued", requestedBy: "system:test" })
    .execute();
  return { landingPage, newsletter, adCopy, gbpPost, repurposeBatch };
}
