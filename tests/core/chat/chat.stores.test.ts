import { afterAll, expect, test } from "vitest";
import { asPlatform } from "#platform/db.ts";
import type { ChatMessage, ChatThread } from "#schema/chat.ts";
import type { ChatAction } from "#schema/chat-action.ts";
import { newId } from "#schema/ids.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { freshTenant, type TestPerson, type TestTenant } from "#tests/support/tenant.ts";
import { audited, workAll } from "#tests/support/work.ts";

afterAll(closeStores);

async function thread(who: TestPerson, mode = "analyst"): Promise<string> {
  return (await call<ChatThread>(who, "POST", "/tenant/v1/chat/threads", { body: { mode } })).body.id;
}

function say(who: TestPerson, id: string, body: string) {
  return call<ChatMessage>(who, "POST", `/tenant/v1/chat/threads/${id}/messages`, { body: { body } });
}

async function answered(tenant: TestTenant, who: TestPerson, id: string, body: string): Promise<ChatMessage> {
  expect((await say(who, id, body)).status).toBe(202);
  await workAll(tenant);
  const { items } = await ok<{ items: ChatMessage[] }>(who, "GET", `/tenant/v1/chat/threads/${id}/messages`);
  const [last] = items;
  if (!last) throw new Error("nothing was answered");
  return last;
}

async function activity(tenant: TestTenant, ref: string, title: string): Promise<string> {
  const id = newId("activity");
  const work = { ref, type: "blog_post", title, doer: "blog-writer", status: "pending", blockedReason: "dependency" };
  await asPlatform((tx) =>
    tx
      .insertInto("activities")
      .values({ tenantId: tenant.id, id, ...work, input: "{}" })
      .execute(),
  );
  return id;
}

test("a turn is answered from the workspace's own rows, paid once, and read by its owner alone", async () => {
  const tenant = await freshTenant();
  const stranger = await freshTenant();
  await activity(tenant, "ACT-2601-001", "Lamps for small rooms");
  await activity(stranger, "ACT-2601-001", "Somebody else's secret");
  const { TM, TA } = tenant.people;
  const id = await thread(TM);
  const answer = await answered(tenant, TM, id, "Which activities are there?");
  expect(answer).toMatchObject({ role: "agent", status: "done", errorCode: null });
  expect(answer.body).toContain("Lamps for small rooms");
  expect(answer.body).not.toContain("secret");
  expect(answer.parts).toEqual([{ type: "tool", tool: "workspace", method: "activities", ok: true }]);
  expect(answer.citations.length).toBeGreaterThan(0);
  const spent = await asPlatform((tx) =>
    tx.selectFrom("creditReservations").select(["status", "amount"]).where("tenantId", "=", tenant.id).execute(),
  );
  expect(spent).toEqual([{ status: "consumed", amount: 25 }]);
  const paths = [`/tenant/v1/chat/threads/${id}/messages`, `/tenant/v1/runs/${answer.runId}`];
  for (const path of paths) {
    expect((await call(TM, "GET", path)).status).toBe(200);
    expect((await call(TA, "GET", path)).code).toBe("request.not_found");
    expect((await call(stranger.people.TA, "GET", path)).code).toBe("request.not_found");
  }
  expect((await say(TA, id, "May I?")).code).toBe("request.not_found");
  const { body: renamed } = await call<ChatThread>(TM, "PATCH", `/tenant/v1/chat/threads/${id}`, {
    body: { archived: true },
  });
  expect(renamed.title).toBe("Which activities are there?");
  expect((await say(TM, id, "And now?")).code).toBe("request.illegal_transition");
});

test("an agent sees no more than the person it talks with", async () => {
  const tenant = await freshTenant();
  const { DM, CA } = tenant.people;
  await call(DM, "POST", "/tenant/v1/leads", { body: { email: "buyer@lamps.example", company: "Lamp buyers" } });
  const shown = await answered(tenant, DM, await thread(DM), "Which leads are new?");
  expect(shown.body).toContain("Lamp buyers");
  const hidden = await answered(tenant, CA, await thread(CA), "Which leads are new?");
  expect(hidden.body).not.toContain("Lamp buyers");
  expect(hidden.parts).toEqual([{ type: "tool", tool: "workspace", method: "leads", ok: false }]);
});

test("questions about credits are answered from the books, free of charge", async () => {
  const tenant = await freshTenant({ plan: "pro", credits: 4_200 });
  const { TA } = tenant.people;
  const id = await thread(TA, "billing");
  const answer = await answered(tenant, TA, id, "What is our plan and how many credits are left?");
  expect(answer.body).toContain("Pro");
  expect(answer.body).toContain("**42** credits are free");
  const held = await asPlatform((tx) =>
    tx.selectFrom("creditReservations").select("id").where("tenantId", "=", tenant.id).execute(),
  );
  expect(held).toEqual([]);
});

test("without credits no turn begins, and nothing of it stays", async () => {
  const tenant = await freshTenant({ credits: 0 });
  const { TM } = tenant.people;
  const id = await thread(TM);
  expect((await say(TM, id, "Which activities are there?")).code).toBe("credits.insufficient_credits");
  const { items } = await ok<{ items: ChatMessage[] }>(TM, "GET", `/tenant/v1/chat/threads/${id}/messages`);
  expect(items).toEqual([]);
});

test("a proposal is done once, by the person it was made to, and only as it was shown", async () => {
  const tenant = await freshTenant();
  const { TM, TA } = tenant.people;
  const id = await thread(TM, "executor");
  const answer = await answered(tenant, TM, id, "Please write a blog post about lamps for small rooms.");
  expect(answer.body).toContain("when you confirm it");
  const proposals = () => ok<{ items: ChatAction[] }>(TM, "GET", `/tenant/v1/chat/threads/${id}/actions`);
  const [proposed] = (await proposals()).items;
  if (!proposed) throw new Error("nothing was proposed");
  expect(proposed).toMatchObject({
    ...{ verb: "request_blog_post", status: "proposed" },
    arguments: { topic: "lamps for small rooms" },
  });
  const requests = () => ok<{ items: { topic: string }[] }>(TM, "GET", "/tenant/v1/requests");
  expect((await requests()).items).toEqual([]);
  const confirm = (who: TestPerson, contentHash = proposed.contentHash) =>
    call<ChatAction>(who, "POST", `/tenant/v1/chat/actions/${proposed.id}/confirm`, { body: { contentHash } });
  expect((await confirm(TA)).code).toBe("request.not_found");
  expect((await confirm(TM, "0".repeat(64))).code).toBe("approval.approval_stale");
  const all = await Promise.all([confirm(TM), confirm(TM), confirm(TM)]);
  expect(all.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  expect((await requests()).items.map(({ topic }) => topic)).toEqual(["lamps for small rooms"]);
  expect((await proposals()).items[0]).toMatchObject({ status: "executed", result: { status: "submitted" } });
  const approvals = await asPlatform((tx) =>
    tx
      .selectFrom("approvals")
      .select(["status", "decidedBy", "contentHash"])
      .where("tenantId", "=", tenant.id)
      .where("kind", "=", "chat_action")
      .execute(),
  );
  expect(approvals).toEqual([
    { status: "approved", decidedBy: `user:${TM.userId}`, contentHash: proposed.contentHash },
  ]);
  expect(await audited(tenant, "chat_action%")).toEqual(["chat_action.proposed", "chat_action.executed"]);
});

test("what a role may not do is not proposed to it; what fails leaves the proposal as it was", async () => {
  const tenant = await freshTenant();
  const { TM, DM } = tenant.people;
  const id = await activity(tenant, "ACT-2601-009", "Lamps");
  const member = await thread(TM, "executor");
  const refused = await answered(tenant, TM, member, "Please pause ACT-2601-009.");
  expect(refused.body).toContain("Your role may not");
  const reviewer = await thread(DM, "executor");
  await answered(tenant, DM, reviewer, "Please pause ACT-2601-009.");
  const path = `/tenant/v1/chat/threads/${reviewer}/actions`;
  const [proposed] = (await ok<{ items: ChatAction[] }>(DM, "GET", path)).items;
  await asPlatform((tx) =>
    tx.updateTable("activities").set({ status: "cancelled", blockedReason: null }).where("id", "=", id).execute(),
  );
  const confirm = () =>
    call(DM, "POST", `/tenant/v1/chat/actions/${proposed?.id}/confirm`, {
      body: { contentHash: proposed?.contentHash },
    });
  expect((await confirm()).code).toBe("request.illegal_transition");
  expect((await ok<{ items: ChatAction[] }>(DM, "GET", path)).items[0]).toMatchObject({ status: "proposed" });
  expect((await call(DM, "POST", `/tenant/v1/chat/actions/${proposed?.id}/decline`)).status).toBe(200);
  expect((await confirm()).code).toBe("approval.approval_closed");
});

test("a report is ordered once the person confirms it, and paid like any other", async () => {
  const tenant = await freshTenant({ plan: "pro" });
  const { TA } = tenant.people;
  const id = await thread(TA, "executor");
  await answered(tenant, TA, id, "Please order a report on conversions from 2026-10-01 to 2026-10-31.");
  const [proposed] = (await ok<{ items: ChatAction[] }>(TA, "GET", `/tenant/v1/chat/threads/${id}/actions`)).items;
  expect(proposed).toMatchObject({
    verb: "order_report",
    arguments: { startDate: "2026-10-01", endDate: "2026-10-31" },
  });
  const reports = async () => (await ok<{ items: { status: string }[] }>(TA, "GET", "/tenant/v1/reports")).items;
  expect(await reports()).toEqual([]);
  const body = { contentHash: proposed?.contentHash };
  const done = await ok<ChatAction>(TA, "POST", `/tenant/v1/chat/actions/${proposed?.id}/confirm`, { body });
  expect(done).toMatchObject({ status: "executed", result: { reportId: expect.stringContaining("rpt_") } });
  expect(await reports()).toMatchObject([{ status: "generating" }]);
});
