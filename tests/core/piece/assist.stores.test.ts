import { afterAll, expect, test } from "vitest";
import { asPlatform } from "#platform/db.ts";
import type { BlogPost } from "#schema/blog.ts";
import type { EditSuggestion } from "#schema/edit-suggestion.ts";
import { newId } from "#schema/ids.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { auditedAs, settle } from "#tests/support/pieces.ts";
import { freshTenant } from "#tests/support/tenant.ts";

afterAll(closeStores);

const body = "A lamp needs a cable. It needs a plug too. And it needs a switch. All three are easy to find.";

test("the assistant suggests for its price, changes nothing, and fails alone", async () => {
  const tenant = await freshTenant();
  const { TM, CA, DM } = tenant.people;
  const id = newId("blogPost");
  const post = { title: "Lamps", slug: "lamps", targetKeyword: "lamp", body, version: 1, status: "dm_review" };
  await asPlatform((tx) =>
    tx
      .insertInto("blogPosts")
      .values({ tenantId: tenant.id, id, ...post })
      .execute(),
  );
  const ask = (who = TM, more: object = {}) =>
    call<EditSuggestion>(who, "POST", `/tenant/v1/blog-posts/${id}/assist`, {
      body: { action: "shorten", instruction: "Make it shorter.", ...more },
    });
  const stranger = await freshTenant();
  expect((await ask(stranger.people.TM)).code).toBe("request.not_found");
  expect((await ask(CA)).code).toBe("auth.forbidden");
  const wrong = { start: 0, end: 6, text: "A plug" };
  expect((await ask(TM, { selection: wrong })).code).toBe("request.validation_failed");

  expect((await ask()).status).toBe(200);
  expect((await ask()).code).toBe("request.already_exists");
  await settle(tenant);
  const listed = () => ok<{ items: EditSuggestion[] }>(TM, "GET", `/tenant/v1/blog-posts/${id}/suggestions`);
  const [made] = (await listed()).items;
  expect(made).toMatchObject({ status: "done", scope: "document" });
  expect(made?.replacement?.length).toBeLessThan(body.length);
  expect((await ok<BlogPost>(DM, "GET", `/tenant/v1/blog-posts/${id}`)).body).toBe(body);

  expect((await ask(DM, { action: "custom", instruction: "Make it rhyme." })).status).toBe(200);
  await expect(settle(tenant)).rejects.toThrow("needs a model");
  const { items } = await listed();
  expect(items.map(({ status }) => status)).toEqual(["failed", "done"]);
  const consumed = await asPlatform((tx) =>
    tx
      .selectFrom("creditReservations")
      .select(["status", "amount"])
      .where("tenantId", "=", tenant.id)
      .orderBy("id")
      .execute(),
  );
  expect(consumed).toEqual([
    { status: "consumed", amount: 25 },
    { status: "released", amount: 25 },
  ]);
  expect(await auditedAs(tenant, "edit_suggestion.")).toEqual([
    "edit_suggestion.requested",
    "edit_suggestion.made",
    "edit_suggestion.requested",
    "edit_suggestion.failed",
  ]);
});
