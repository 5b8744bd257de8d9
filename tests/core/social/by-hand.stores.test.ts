import { afterAll, expect, test } from "vitest";
import { asPlatform } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { newId } from "#schema/ids.ts";
import type { SocialPost } from "#schema/social.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { freshTenant, type TestTenant } from "#tests/support/tenant.ts";
import { decide, plannedMonth, postOf, postsOf, workAll } from "./month.ts";

delete process.env["IMAGE_KEY"];
afterAll(closeStores);

async function picture({ id: tenantId }: TestTenant): Promise<string> {
  const id = newId("media");
  const file = {
    kind: "image",
    s3Key: `media/${tenantId}/library/${id}.png`,
    mime: "image/png",
    bytes: 10,
    source: "upload",
  };
  await asPlatform((tx) =>
    tx
      .insertInto("media")
      .values({ tenantId, id, ...file, sha256: sha256(id) })
      .execute(),
  );
  return id;
}

test("without a maker of pictures a reviewer gives the post those of the library, and the post says so", async () => {
  const [tenant, stranger] = [await freshTenant(), await freshTenant()];
  await plannedMonth(tenant, ["facebook"]);
  await workAll(tenant);
  const [post] = (await postsOf(tenant)) as [SocialPost];
  await decide(tenant, post, "dm");
  expect(await postOf(tenant, post.id)).toMatchObject({
    status: "design_pending",
    design: { by: "upload", reason: expect.stringContaining("IMAGE_KEY") },
  });
  const path = `/tenant/v1/social-posts/${post.id}/media`;
  const theirs = { body: { mediaIds: [await picture(stranger)] } };
  expect((await call(tenant.people.DM, "POST", path, theirs)).code).toBe("request.not_found");
  const own = await picture(tenant);
  const given = await ok<SocialPost>(tenant.people.DM, "POST", path, { body: { mediaIds: [own] } });
  expect(given).toMatchObject({ status: "client_review", media: [{ id: own }] });
  expect((await decide(tenant, post, "client")).status).toBe(200);
});
