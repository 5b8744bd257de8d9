import { expect, test } from "vitest";
import * as Approval from "#core/approval/index.ts";
import * as Notification from "#core/notification/index.ts";
import { asPlatform, transaction } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";
import type { Payload } from "#schema/queues.ts";
import { call } from "#tests/support/api.ts";
import type { TestPerson, TestTenant } from "#tests/support/tenant.ts";
import { as, freshTenant, machine } from "#tests/support/tenant.ts";

type Event = Payload<"notifications__route">;

/** A post at a stage of review, written by an agent or a person. */
async function postInReview(tenant: TestTenant, stage: "dm" | "client", author = "agent:run_1") {
  const postId = newId("blogPost");
  const title = "How to store coffee beans";
  const approvalId = await as(machine(tenant.id), () =>
    transaction(async (tx) => {
      const post = { id: postId, title, slug: postId.toLowerCase().replace("_", "-"), targetKeyword: "coffee" };
      await tx
        .insertInto("blogPosts")
        .values({ tenantId: tenant.id, status: stage === "dm" ? "dm_review" : "client_review", ...post })
        .execute();
      const subject = { type: "blog_post", id: postId, title };
      return Approval.open(tx, { kind: "blog_post", subject, version: 1, contentHash: "a".repeat(64), stage, author });
    }),
  );
  return { postId, approvalId, title };
}

const created = (stage: "dm" | "client", approvalId: string): Event => ({
  outboxId: newId("outbox"),
  event: `approval.created.${stage}`,
  subjectType: "approval",
  subjectId: approvalId,
  data: {},
  risk: "medium",
});

async function route(tenant: TestTenant, event: Event) {
  await as(machine(tenant.id), () => Notification.route(event));
  return ledger(tenant);
}

async function ledger(tenant: TestTenant) {
  const rows = await asPlatform((tx) =>
    tx.selectFrom("notificationDeliveries").selectAll().where("tenantId", "=", tenant.id).orderBy("id").execute(),
  );
  const nameOf = (id: string | null) => Object.entries(tenant.people).find(([, person]) => person.userId === id)?.[0];
  return rows.map((row) => ({ ...row, who: nameOf(row.userId) ?? "?" }));
}

const brief = (rows: Awaited<ReturnType<typeof ledger>>) =>
  rows.map((row) => `${row.who} ${row.channel} ${row.status}${row.reason ? ` ${row.reason}` : ""}`).sort();

async function deliver(tenant: TestTenant): Promise<void> {
  for (const row of await ledger(tenant)) {
    if (row.status !== "queued") continue;
    await as(machine(tenant.id), () =>
      row.channel === "web" ? Notification.deliverWeb(row.id) : Notification.sendEmail(row.id),
    );
  }
}

async function inbox(person: TestPerson): Promise<{ id: string; subject: string }[]> {
  const answer = await fetch(`${process.env["INBOX_URL"]}/api/mails?to=${encodeURIComponent(person.email)}`);
  return (await answer.json()) as { id: string; subject: string }[];
}

test("a client's approvers are asked, and nobody else", async () => {
  const tenant = await freshTenant();
  const { approvalId } = await postInReview(tenant, "client");
  const rows = await route(tenant, created("client", approvalId));
  expect(brief(rows)).toEqual(["CA email queued", "CA web queued", "TA email queued", "TA web queued"]);
});

test("who wrote the version is not asked to review it", async () => {
  const tenant = await freshTenant();
  const { approvalId } = await postInReview(tenant, "dm", `reviewer:${tenant.people.DM.userId}`);
  const rows = await route(tenant, created("dm", approvalId));
  expect(new Set(rows.map((row) => row.who))).toEqual(new Set(["DL", "secondReviewer"]));
});

test("routing the same event twice adds nothing; the same news within a day is told once", async () => {
  const tenant = await freshTenant();
  const { approvalId } = await postInReview(tenant, "client");
  const event = created("client", approvalId);
  const first = await route(tenant, event);
  expect(brief(await route(tenant, event))).toEqual(brief(first));
  const jobs = await asPlatform((tx) =>
    tx.selectFrom("outbox").select("name").where("tenantId", "=", tenant.id).where("kind", "=", "job").execute(),
  );
  expect(jobs.map((job) => job.name).sort()).toEqual([
    "notifications__email",
    "notifications__email",
    "notifications__web",
    "notifications__web",
  ]);
  const again = await route(tenant, { ...event, outboxId: newId("outbox") });
  expect(brief(again).filter((line) => line.endsWith("skipped duplicate"))).toHaveLength(4);
});

test("somebody without access is left out, and the ledger says why", async () => {
  const tenant = await freshTenant();
  await asPlatform((tx) =>
    tx.updateTable("users").set({ status: "deactivated" }).where("id", "=", tenant.people.CA.userId).execute(),
  );
  const { approvalId } = await postInReview(tenant, "client");
  expect(brief(await route(tenant, created("client", approvalId)))).toEqual([
    "CA email skipped no_access",
    "CA web skipped no_access",
    "TA email queued",
    "TA web queued",
  ]);
});

test("with nobody left who may decide, the agency's admin is told that and the content stays where it is", async () => {
  const tenant = await freshTenant();
  const clients = [tenant.people.TA.userId, tenant.people.CA.userId];
  await asPlatform((tx) => tx.updateTable("users").set({ status: "deactivated" }).where("id", "in", clients).execute());
  const { approvalId, title } = await postInReview(tenant, "client");
  expect(brief(await route(tenant, created("client", approvalId)))).toEqual(["DL web queued"]);
  await deliver(tenant);
  const told = await as(tenant.people.DL, () => Notification.list({ limit: 10 }));
  expect(told.items).toMatchObject([
    { title: `Nobody can approve “${title}”`, risk: "high", link: `/approvals/${approvalId}` },
  ]);
  const state = await asPlatform((tx) =>
    tx.selectFrom("approvals").select("status").where("id", "=", approvalId).execute(),
  );
  expect(state).toEqual([{ status: "pending" }]);
});

test("news of low risk stays in the portal, except for the person who asked", async () => {
  const tenant = await freshTenant();
  const { approvalId } = await postInReview(tenant, "dm", `user:${tenant.people.TM.userId}`);
  await asPlatform((tx) =>
    tx
      .updateTable("approvals")
      .set({ status: "rejected", decidedBy: `reviewer:${tenant.people.DM.userId}`, note: "Between us: too thin" })
      .where("id", "=", approvalId)
      .execute(),
  );
  const rows = await route(tenant, { ...created("dm", approvalId), event: "approval.decided", risk: "low" });
  expect(brief(rows)).toEqual([
    "DL email skipped risk_too_low",
    "DL web queued",
    "TM email queued",
    "TM web queued",
    "secondReviewer email skipped risk_too_low",
    "secondReviewer web queued",
  ]);
  const noteOf = (who: string) =>
    (rows.find((row) => row.who === who)?.data as Record<string, string> | undefined)?.["note"];
  expect(noteOf("DL")).toBe("Between us: too thin");
  expect(noteOf("TM")).toBeUndefined();
});

test("a mail arrives once with a link to the person's own portal, however often its job runs", async () => {
  const tenant = await freshTenant();
  const { approvalId, postId, title } = await postInReview(tenant, "client");
  await route(tenant, created("client", approvalId));
  const mail = (await ledger(tenant)).find((row) => row.who === "CA" && row.channel === "email");
  await Promise.allSettled([1, 2, 3].map(() => as(machine(tenant.id), () => Notification.sendEmail(mail?.id ?? ""))));
  await as(machine(tenant.id), () => Notification.sendEmail(mail?.id ?? ""));
  const [arrived, ...more] = await inbox(tenant.people.CA);
  expect(more).toEqual([]);
  expect(arrived?.subject).toBe(`Your approval is needed: ${title}`);
  const source = await (await fetch(`${process.env["INBOX_URL"]}/api/mails/${arrived?.id}`)).json();
  expect(source).toMatchObject({
    text: expect.stringContaining(`${process.env["DASHBOARD_URL"]}/content/blog/${postId}`),
  });
  const sent = (await ledger(tenant)).find((row) => row.id === mail?.id);
  expect(sent).toMatchObject({ status: "sent", messageId: `<${mail?.id}@leadmetrics>`, attempts: 1 });
});

test("an address the mail server refuses for good ends as failed and is not tried again", async () => {
  const tenant = await freshTenant();
  await asPlatform((tx) =>
    tx
      .updateTable("users")
      .set({ email: `bounce-${tenant.slug}@people.test` })
      .where("id", "=", tenant.people.CA.userId)
      .execute(),
  );
  const { approvalId } = await postInReview(tenant, "client");
  await route(tenant, created("client", approvalId));
  await deliver(tenant);
  const row = (await ledger(tenant)).find((one) => one.who === "CA" && one.channel === "email");
  expect(row).toMatchObject({ status: "failed", reason: "provider_error" });
});

test("a notification appears once in the person's own list, can be read, and is nobody else's", async () => {
  const tenant = await freshTenant();
  const other = await freshTenant();
  const { approvalId, postId, title } = await postInReview(tenant, "client");
  await route(tenant, created("client", approvalId));
  await deliver(tenant);
  await deliver(tenant);
  const { TA, TM } = tenant.people;
  const mine = await call<{ items: { id: string }[] }>(TA, "GET", "/tenant/v1/notifications");
  expect(mine.body.items).toMatchObject([{ title: `“${title}” needs your approval`, link: `/content/blog/${postId}` }]);
  const ids = mine.body.items.map((item) => item.id);
  expect(await as(TM, () => Notification.unreadCount())).toBe(0);
  await as(TM, () => Notification.markRead({ ids }));
  await as(other.people.TA, () => Notification.markRead({ all: true }));
  expect(await as(TA, () => Notification.unreadCount())).toBe(1);
  await as(TA, () => Notification.markRead({ ids }));
  expect(await as(TA, () => Notification.unreadCount())).toBe(0);
  expect((await as(TA, () => Notification.list({ limit: 10, unread: true }))).items).toEqual([]);
  const live = await asPlatform((tx) =>
    tx
      .selectFrom("outbox")
      .select("payload")
      .where("tenantId", "=", tenant.id)
      .where("name", "=", "notification:new")
      .execute(),
  );
  expect(live).toHaveLength(2);
});

test("a member reads its own deliveries, the admin all of the workspace, addresses masked", async () => {
  const tenant = await freshTenant();
  const { approvalId } = await postInReview(tenant, "client");
  await route(tenant, created("client", approvalId));
  const { TA, CA, TM } = tenant.people;
  expect((await as(TA, () => Notification.deliveries({ limit: 25 }))).items).toHaveLength(4);
  const own = (await as(CA, () => Notification.deliveries({ limit: 25 }))).items;
  expect(own.map((row) => row.address).sort()).toEqual(["c***@people.test", "portal"]);
  expect((await as(TM, () => Notification.deliveries({ limit: 25 }))).items).toEqual([]);
});
