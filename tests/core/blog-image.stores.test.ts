import { imageSize } from "image-size";
import { afterAll, expect, test } from "vitest";
import { criticisedOf } from "#core/critic/subjects.ts";
import { asPlatform, transaction } from "#platform/db.ts";
import { get } from "#platform/storage.ts";
import type { BlogPost } from "#schema/blog.ts";
import type { CreditBalance } from "#schema/credit.ts";
import { workAll } from "#tests/core/social/month.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { furnish } from "#tests/support/furnish.ts";
import { as, freshTenant, machine } from "#tests/support/tenant.ts";

afterAll(closeStores);

test("a picture is made for a post, embedded as a new version, and paid once", async () => {
  const tenant = await freshTenant();
  const { blogPost } = await furnish(tenant);
  const { DM, TA } = tenant.people;
  await asPlatform((tx) =>
    tx.updateTable("agentRuns").set({ status: "cancelled" }).where("tenantId", "=", tenant.id).execute(),
  );
  const path = `/tenant/v1/blog-posts/${blogPost}/images`;
  const wish = { body: { imageType: "hero", imageStyle: "abstract" } };
  expect((await call(TA, "POST", path, wish)).code).toBe("auth.forbidden");
  expect((await call((await freshTenant()).people.DM, "POST", path, wish)).code).toBe("request.not_found");
  const nowhere = { body: { imageType: "inline_section", sectionTitle: "No such heading" } };
  expect((await call(DM, "POST", path, nowhere)).code).toBe("request.validation_failed");
  const before = await ok<CreditBalance>(TA, "GET", "/tenant/v1/credits");
  expect(await call(DM, "POST", path, wish)).toMatchObject({ status: 202, body: { status: "ordered", number: 1 } });
  expect((await call(DM, "POST", path, wish)).code).toBe("request.illegal_transition");
  expect(await workAll(tenant)).toEqual(["blog-image-generator"]);
  const post = await ok<BlogPost>(DM, "GET", `/tenant/v1/blog-posts/${blogPost}`);
  expect(post).toMatchObject({ status: "dm_review", version: 2 });
  expect(post.body).toMatch(/^!\[A picture about [^\]]+\]\(media:mda_\w+\)\n\n/);
  const media = await asPlatform((tx) =>
    tx
      .selectFrom("media")
      .select(["s3Key", "mime"])
      .where("tenantId", "=", tenant.id)
      .where("source", "=", "ai")
      .executeTakeFirstOrThrow(),
  );
  expect(media.mime).toBe("image/webp");
  const bytes = (await as(machine(tenant.id), () => get(media.s3Key))) as Uint8Array;
  expect(imageSize(bytes)).toMatchObject({ width: 1200, height: 630 });
  const after = await ok<CreditBalance>(TA, "GET", "/tenant/v1/credits");
  expect(after).toMatchObject({ effective: before.effective - 0.5, reserved: 0 });
});

test("where the client wants it a draft gets its picture before anybody decides, once, and keeps it when it is written anew", async () => {
  const tenant = await freshTenant();
  const { blogPost } = await furnish(tenant);
  const { DM, TA } = tenant.people;
  await asPlatform((tx) =>
    tx.updateTable("agentRuns").set({ status: "cancelled" }).where("tenantId", "=", tenant.id).execute(),
  );
  const read = () => ok<BlogPost>(DM, "GET", `/tenant/v1/blog-posts/${blogPost}`);
  const judged = async (body?: string) => {
    const { activityId } = await asPlatform((tx) =>
      tx
        .updateTable("blogPosts")
        .set((eb) => ({ status: "drafting", version: eb("version", "+", 1), ...(body ? { body } : {}) }))
        .where("id", "=", blogPost)
        .returning("activityId")
        .executeTakeFirstOrThrow(),
    );
    await asPlatform((tx) =>
      tx.updateTable("activities").set({ status: "in_progress" }).where("id", "=", activityId).execute(),
    );
    const { version } = await read();
    await as(machine(tenant.id), () =>
      transaction((tx) =>
        criticisedOf("blog_post").concluded(tx, blogPost, { version, verdict: null, flags: async () => [] }),
      ),
    );
    return workAll(tenant);
  };
  expect(await judged()).toEqual([]);
  await ok(TA, "PATCH", "/tenant/v1/settings", { body: { autoGenerateHeroImage: true } });
  expect(await judged()).toEqual(["blog-image-generator"]);
  const first = await read();
  expect(first).toMatchObject({
    status: "dm_review",
    body: expect.stringMatching(/^!\[[^\]]+\]\(media:mda_\w+\)\n\n/),
  });
  const picture = first.body.split("\n")[0] ?? "";
  expect(await judged(`# Anew\n\n${"Another text of the post. ".repeat(60)}`)).toEqual([]);
  expect(await read()).toMatchObject({ status: "dm_review", body: expect.stringMatching("Anew") });
  expect((await read()).body.startsWith(picture)).toBe(true);
});
