import { afterAll, beforeAll, expect, test } from "vitest";
import * as Blog from "#core/blog/index.ts";
import { seedScale } from "#localstack/seed/scale/index.ts";
import { asPlatform, pool } from "#platform/db.ts";
import { platformRole } from "#platform/platform-role.ts";
import { closeStores } from "#tests/support/close.ts";
import { as } from "#tests/support/tenant.ts";

/** Ten posts of each client, one of them archived and so not listed. */
const present = [
  ...["client_review", "client_review", "dm_review"],
  ...["published", "published", "published", "published", "published", "rejected"],
];
let made: { clients: number; rows: number };

beforeAll(async () => {
  made = await seedScale(2, 1, () => undefined);
}, 120_000);
afterAll(closeStores);

test("each client has about a thousand rows per step of the scale", () => {
  expect(made.clients).toBe(2);
  expect(made.rows / made.clients).toBeGreaterThan(900);
  expect(made.rows / made.clients).toBeLessThan(1_200);
});

test("what exists is not made twice", async () => {
  expect(await seedScale(2, 1, () => undefined)).toEqual({ clients: 0, rows: 0 });
});

test("verbs read the made rows like any others", async () => {
  const row = await asPlatform((tx) =>
    tx
      .selectFrom("tenantMembers as m")
      .innerJoin("tenants as t", "t.id", "m.tenantId")
      .select(["t.id", "m.userId"])
      .where("t.slug", "=", "scale-2")
      .where("m.role", "=", "member")
      .executeTakeFirstOrThrow(),
  );
  const member = {
    kind: "user",
    tenantId: row.id,
    role: "member",
    userId: row.userId,
    name: "m",
    sessionId: "ses_x",
  } as const;
  const posts = await as(member, () => Blog.list({ limit: 25, sort: "-updatedAt" }));
  expect(posts.items.map((post) => post.status).sort()).toEqual(present);
});

test("every row belongs to its own client's rows", async () => {
  const { rows } = await pool(platformRole).query<{ strangers: number }>(
    `select count(*)::int as strangers from blog_posts p join activities a on a.id = p.activity_id where a.tenant_id <> p.tenant_id`,
  );
  expect(rows[0]?.strangers).toBe(0);
});
