import { expect, test } from "vitest";
import * as Comment from "#core/comment/index.ts";
import { asPlatform } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import type { TestTenant } from "#tests/support/tenant.ts";
import { as, freshTenant } from "#tests/support/tenant.ts";

async function postOf(tenant: TestTenant): Promise<{ subjectType: "blog_post"; subjectId: string }> {
  const subjectId = newId("blogPost");
  const slug = subjectId.toLowerCase().replace("_", "-");
  await asPlatform((tx) =>
    tx
      .insertInto("blogPosts")
      .values({
        tenantId: tenant.id,
        id: subjectId,
        title: "A post",
        slug,
        targetKeyword: "post",
        status: "dm_review",
        version: 2,
      })
      .execute(),
  );
  return { subjectType: "blog_post", subjectId };
}

const bodies = (page: { items: { body: string }[] }) => page.items.map((item) => item.body);
const refused = (code: string) => expect.objectContaining({ code });

test("what the agency writes stays with the agency unless it says otherwise; the client's words reach both", async () => {
  const tenant = await freshTenant();
  const subject = await postOf(tenant);
  const { DM, TM } = tenant.people;
  await as(DM, () => Comment.create({ ...subject, body: "Thin second part" }));
  await as(DM, () => Comment.create({ ...subject, body: "Which year?", visibility: "client" }));
  await as(TM, () => Comment.create({ ...subject, body: "2019" }));
  expect(bodies(await as(DM, () => Comment.list({ ...subject, limit: 25 })))).toEqual([
    "Thin second part",
    "Which year?",
    "2019",
  ]);
  expect(bodies(await as(TM, () => Comment.list({ ...subject, limit: 25 })))).toEqual(["Which year?", "2019"]);
});

test("a client can neither write internally nor touch, answer or find an internal comment", async () => {
  const tenant = await freshTenant();
  const subject = await postOf(tenant);
  const { DM, TA } = tenant.people;
  const { id } = await as(DM, () => Comment.create({ ...subject, body: "Between us" }));
  await expect(as(TA, () => Comment.create({ ...subject, body: "Hello", visibility: "internal" }))).rejects.toEqual(
    refused("auth.forbidden"),
  );
  await expect(as(TA, () => Comment.create({ ...subject, body: "Hello", parentId: id }))).rejects.toEqual(
    refused("request.not_found"),
  );
  await expect(as(TA, () => Comment.resolve(id))).rejects.toEqual(refused("request.not_found"));
  await expect(as(TA, () => Comment.remove(id))).rejects.toEqual(refused("request.not_found"));
  await expect(
    as(DM, () => Comment.create({ ...subject, body: "For all", parentId: id, visibility: "client" })),
  ).rejects.toEqual(refused("request.validation_failed"));
});

test("an answer takes the visibility of what it answers and joins its thread", async () => {
  const tenant = await freshTenant();
  const subject = await postOf(tenant);
  const { DM, TA } = tenant.people;
  const root = await as(TA, () => Comment.create({ ...subject, body: "Why?" }));
  const answer = await as(DM, () => Comment.create({ ...subject, body: "Because", parentId: root.id }));
  const next = await as(TA, () => Comment.create({ ...subject, body: "I see", parentId: answer.id }));
  expect([answer.visibility, answer.parentId, next.parentId]).toEqual(["client", root.id, root.id]);
});

test("another workspace's post is not found, to read or to comment", async () => {
  const tenant = await freshTenant();
  const other = await freshTenant();
  const subject = await postOf(tenant);
  await expect(as(other.people.TA, () => Comment.list({ ...subject, limit: 25 }))).rejects.toEqual(
    refused("request.not_found"),
  );
  await expect(as(other.people.DM, () => Comment.create({ ...subject, body: "Hello" }))).rejects.toEqual(
    refused("request.not_found"),
  );
  const { id } = await as(tenant.people.TA, () => Comment.create({ ...subject, body: "Mine" }));
  await expect(as(other.people.DM, () => Comment.remove(id))).rejects.toEqual(refused("request.not_found"));
});

test("a version that does not exist yet cannot be commented", async () => {
  const tenant = await freshTenant();
  const subject = await postOf(tenant);
  await expect(as(tenant.people.TA, () => Comment.create({ ...subject, body: "Hello", version: 3 }))).rejects.toEqual(
    refused("request.validation_failed"),
  );
});

test("only the author removes a comment; its answers keep their place", async () => {
  const tenant = await freshTenant();
  const subject = await postOf(tenant);
  const { TA, TM } = tenant.people;
  const root = await as(TM, () => Comment.create({ ...subject, body: "Wrong words" }));
  await as(TA, () => Comment.create({ ...subject, body: "No matter", parentId: root.id }));
  await expect(as(TA, () => Comment.remove(root.id))).rejects.toEqual(refused("auth.forbidden"));
  await as(TM, () => Comment.remove(root.id));
  const page = await as(TA, () => Comment.list({ ...subject, limit: 25 }));
  expect(bodies(page)).toEqual(["This comment was removed.", "No matter"]);
  await expect(as(TM, () => Comment.remove(root.id))).rejects.toEqual(refused("request.not_found"));
});

test("each change leaves one audit entry without the words; resolving again leaves none", async () => {
  const tenant = await freshTenant();
  const subject = await postOf(tenant);
  const { TA } = tenant.people;
  const { id } = await as(TA, () => Comment.create({ ...subject, body: "A secret plan" }));
  await as(TA, () => Comment.resolve(id));
  expect((await as(TA, () => Comment.resolve(id))).resolvedAt).not.toBeNull();
  await as(TA, () => Comment.remove(id));
  const rows = await asPlatform((tx) =>
    tx
      .selectFrom("outbox")
      .select(["kind", "name", "payload"])
      .where("tenantId", "=", tenant.id)
      .orderBy("id")
      .execute(),
  );
  const of = (kind: string) =>
    rows.filter((row) => row.kind === kind && row.name.startsWith("comment")).map((row) => row.name);
  expect(of("audit")).toEqual(["comment.added", "comment.resolved", "comment.removed"]);
  expect(of("live")).toEqual(["comment:updated", "comment:updated", "comment:updated"]);
  expect(JSON.stringify(rows)).not.toContain("A secret plan");
});

test("long conversations come in pages, oldest first, none twice", async () => {
  const tenant = await freshTenant();
  const subject = await postOf(tenant);
  const { TA } = tenant.people;
  for (const body of ["one", "two", "three", "four", "five"]) await as(TA, () => Comment.create({ ...subject, body }));
  const seen: string[] = [];
  let cursor: string | null | undefined;
  do {
    const page = await as(TA, () => Comment.list({ ...subject, limit: 2, ...(cursor ? { cursor } : {}) }));
    seen.push(...bodies(page));
    cursor = page.nextCursor;
  } while (cursor);
  expect(seen).toEqual(["one", "two", "three", "four", "five"]);
});
