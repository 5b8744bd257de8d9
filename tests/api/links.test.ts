import { randomUUID } from "node:crypto";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { asPlatform, pool } from "#platform/db.ts";
import { platformRole } from "#platform/platform-role.ts";
import { sha256 } from "#platform/secrets.ts";
import type { ApprovalLink, ApprovalLinkOnce, LinkItem, LinkView } from "#schema/approval-link.ts";
import { newId } from "#schema/ids.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { digestOf } from "#tests/support/digest.ts";
import { furnish, presentHash, type Things } from "#tests/support/furnish.ts";
import { awaitingClient, contactOf, contactWith, wordsFor } from "#tests/support/links.ts";
import { freshTenant, type TestTenant } from "#tests/support/tenant.ts";

let tenant: TestTenant;
let things: Things;
let email: string;
beforeEach(async () => {
  ({ tenant, things, email } = await awaitingClient());
});
afterAll(closeStores);

const hash = () => presentHash(tenant.channelId);
const approval = () => [things.clientApproval] as [string];
const person = () => contactOf(tenant, approval(), { email });
const make = (input: object = {}, headers: Record<string, string> = {}) =>
  call<ApprovalLinkOnce>(tenant.people.DM, "POST", `/dm/v1/approvals/${things.clientApproval}/links`, {
    body: { contactName: "Pat Client", contactEmail: email, ...input },
    headers,
  });
const set = (id: string, values: { expiresAt?: Date; revokedAt?: Date }) =>
  asPlatform((tx) => tx.updateTable("approvalLinks").set(values).where("id", "=", id).execute());
const setApproval = (values: { quorum?: number; requestedBy?: string; status?: "superseded" | "expired" }) =>
  asPlatform((tx) => tx.updateTable("approvals").set(values).where("id", "=", things.clientApproval).execute());
const statusOf = async (id: string) =>
  (await asPlatform((tx) => tx.selectFrom("approvals").select("status").where("id", "=", id).executeTakeFirstOrThrow()))
    .status;
const votes = () =>
  asPlatform((tx) =>
    tx.selectFrom("approvalVotes").selectAll().where("approvalId", "=", things.clientApproval).execute(),
  );
const audited = async (action: string) => {
  const { rows } = await pool(platformRole).query<{ payload: { actor: object; change: { after: object } } }>(
    "select payload from outbox where tenant_id = $1 and kind = 'audit' and name = $2 order by id",
    [tenant.id, action],
  );
  return rows.map(({ payload }) => payload);
};
const agreed = (input: object = {}) => ({ contentHash: hash(), ...input });
const refusal = (input: object = {}) => ({
  contentHash: hash(),
  category: "tone",
  note: "Please make it friendlier.",
  ...input,
});

describe("a signed link", () => {
  test("names its tenant in clear, and only its hash is kept: not in a row, not in a kept answer", async () => {
    const idempotency = randomUUID();
    const { status, body } = await make({}, { "idempotency-key": idempotency });
    expect(status).toBe(201);
    const token = body.url.split("/a/")[1] ?? "";
    expect(token).toMatch(new RegExp(`^${tenant.id}_[\\w-]{43}$`));
    const contact = contactWith(body.id, token, email);
    await contact.open();
    await contact.send("POST", "code");
    for (const table of ["approval_links", "idempotency_keys", "outbox", "account_mails"]) {
      const { rows } = await pool(platformRole).query(`select 1 from ${table} t where t::text like $1`, [
        `%${token.slice(-43)}%`,
      ]);
      expect({ table, rows }).toEqual({ table, rows: [] });
    }
    expect(await make({}, { "idempotency-key": idempotency })).toMatchObject({ status: 409 });
  });

  test("is mailed to the contact with everything needed to open it", async () => {
    const { body } = await make();
    expect(await wordsFor(email, "signed-link")).toMatchObject({
      contactName: "Pat Client",
      tenantName: tenant.name,
      link: body.url,
    });
  });

  test("shows at once what is to be decided, its sources and the talk with the client, and nothing internal", async () => {
    await ok(tenant.people.DM, "POST", "/tenant/v1/comments", {
      body: { subjectType: "blog_post", subjectId: things.blogPost, body: "Only between us", visibility: "internal" },
    });
    await ok(tenant.people.DM, "POST", "/tenant/v1/comments", {
      body: { subjectType: "blog_post", subjectId: things.blogPost, body: "Here it is", visibility: "client" },
    });
    const contact = await person();
    const view = await contact.open();
    expect(view).toMatchObject({
      tenantName: tenant.name,
      contactName: "Pat Client",
      canDecide: true,
      verified: false,
      items: [{ approvalId: things.clientApproval, status: "pending", contentHash: hash(), mayDecide: false }],
    });
    expect(view.items[0]?.content?.body).toContain("only for its owners");
    expect(view.items[0]?.claims).toHaveLength(1);
    const text = JSON.stringify(view);
    expect(text).toContain("Here it is");
    for (const secret of ["Only between us", "Only for owners", email, "critic", "history", "brandScore"])
      expect(text).not.toContain(secret);
    expect(view.contactEmail).toMatch(/^p•+@client\.test$/);
  });

  test("is logged at each opening, with address and number", async () => {
    const contact = await person();
    await contact.open();
    await contact.open();
    const opened = await audited("approval_link.opened");
    expect(opened.map(({ change }) => change.after)).toMatchObject([{ openCount: 1 }, { openCount: 2 }]);
    expect(opened[0]?.actor).toMatchObject({ kind: "user", id: contact.id, name: "Pat Client", via: "link" });
    const { items } = await ok<{ items: ApprovalLink[] }>(
      tenant.people.TA,
      "GET",
      `/dashboard/v1/approvals/${things.clientApproval}/links`,
    );
    expect(items.find(({ id }) => id === contact.id)).toMatchObject({ openCount: 2 });
  });

  test.each<[string, (token: string) => string]>([
    ["one character changed", (token) => token.slice(0, -1) + (token.endsWith("A") ? "B" : "A")],
    ["another tenant's id", (token) => token.replace(/ten_\w{26}/, "ten_01J00000000000000000000000")],
    ["a wild card", (token) => `${token.slice(0, -1)}%25`],
    ["something cut off", (token) => token.slice(0, -1)],
    ["a broken escape", (token) => `${token.slice(0, -2)}%E0%`],
    ["only its hash", (token) => sha256(token)],
  ])("with %s opens nothing", async (_, change) => {
    const { id, token } = await person();
    const stranger = contactWith(id, change(token), email);
    for (const verb of [undefined, "code", "verify", "approve"])
      expect(await stranger.send(verb ? "POST" : "GET", verb, verb ? {} : undefined)).toMatchObject({
        status: 410,
        code: "link.link_expired",
      });
  });

  test("that has ended, was withdrawn, or belongs to a suspended workspace answers like one that never was", async () => {
    const contact = await person();
    await contact.prove();
    await set(contact.id, { expiresAt: new Date(Date.now() - 1) });
    const ended = await contact.send("GET");
    await set(contact.id, { expiresAt: new Date(Date.now() + 60_000) });
    expect((await contact.send("GET")).status).toBe(200);
    await call(tenant.people.TA, "DELETE", `/dashboard/v1/approvals/${things.clientApproval}/links/${contact.id}`);
    const withdrawn = await contact.send("POST", "approve", agreed());
    const never = await contactWith(contact.id, `${tenant.id}_${"A".repeat(43)}`, email).send("GET");
    expect([ended.code, withdrawn.code, never.code]).toEqual(Array(3).fill("link.link_expired"));
    const words = [ended, withdrawn, never].map(({ body }) => (body["error"] as { message: string }).message);
    expect(new Set(words).size).toBe(1);
    const other = await person();
    await asPlatform((tx) =>
      tx.updateTable("tenants").set({ status: "suspended" }).where("id", "=", tenant.id).execute(),
    );
    expect(await other.send("GET")).toMatchObject({ code: "link.link_expired" });
    expect(await statusOf(things.clientApproval)).toBe("pending");
  });

  test("lives as long as what it is about", async () => {
    const { body } = await make();
    const row = await asPlatform((tx) =>
      tx.selectFrom("approvals").select("expiresAt").where("id", "=", things.clientApproval).executeTakeFirstOrThrow(),
    );
    expect(body.expiresAt).toBe(row.expiresAt.toISOString());
  });

  test("is no way to anything else of its tenant", async () => {
    const contact = await person();
    await contact.prove();
    for (const path of ["/tenant/v1/me", "/dashboard/v1/home", "/api/v1/me"]) {
      const bearer = { authorization: `Bearer ${contact.token}` };
      expect((await call(undefined, "GET", path, { headers: bearer })).status).toBe(401);
    }
    expect((await contact.send("GET", "../../tenant/v1/me")).status).not.toBe(200);
  });
});

describe("a link is not sent", () => {
  test("for what nobody waits for any more", async () => {
    await setApproval({ status: "superseded" });
    expect(await make()).toMatchObject({ status: 409, code: "approval.approval_closed" });
  });

  test("for the agency's own stage", async () => {
    const answer = await call(tenant.people.DM, "POST", `/dm/v1/approvals/${things.dmApproval}/links`, {
      body: { contactName: "Pat", contactEmail: email },
    });
    expect(answer).toMatchObject({ status: 422, code: "request.validation_failed" });
  });

  test("to somebody of the agency, who would decide for the client", async () => {
    expect(await make({ contactEmail: tenant.people.DM.email })).toMatchObject({ status: 422 });
    expect(await make({ contactEmail: tenant.people.DM.email.toUpperCase() })).toMatchObject({ status: 422 });
  });

  test("with an approval of another tenant in its bundle", async () => {
    const foreign = await furnish(await freshTenant());
    const before = await digestOf(tenant.id);
    const answer = await make({ alsoApprovalIds: [foreign.clientApproval] });
    expect(answer).toMatchObject({ status: 404, code: "request.not_found" });
    expect((await digestOf(tenant.id))["approval_links"]).toEqual(before["approval_links"]);
  });
});

describe("deciding", () => {
  test("needs the code that was mailed to the contact", async () => {
    const contact = await person();
    const before = await digestOf(tenant.id);
    for (const [verb, body] of [
      ["approve", agreed()],
      ["reject", refusal()],
      ["comments", { body: "Looks good" }],
    ] as const)
      expect(await contact.send("POST", verb, body)).toMatchObject({ status: 403, code: "auth.forbidden" });
    expect(await digestOf(tenant.id)).toEqual(before);
  });

  test("approves exactly what was shown; the vote says it came by link, from whom and where", async () => {
    const contact = await person();
    await contact.prove();
    expect(await contact.open()).toMatchObject({ verified: true, items: [{ mayDecide: true, whyNot: null }] });
    const answer = await contact.send<LinkItem>("POST", "approve", agreed({ note: "Lovely" }));
    expect(answer).toMatchObject({ status: 200, body: { status: "approved", mayDecide: false } });
    expect(await votes()).toMatchObject([
      { voter: `user:${contact.id}`, via: "link", decision: "approve", contentHash: hash(), note: "Lovely" },
    ]);
    const [vote] = await audited("approval.voted");
    expect(vote?.actor).toMatchObject({ kind: "user", id: contact.id, name: "Pat Client", via: "link" });
    const seen = await ok<{ history: { who: string }[] }>(
      tenant.people.DM,
      "GET",
      `/dm/v1/approvals/${things.clientApproval}`,
    );
    expect(seen.history.map(({ who }) => who)).toContain("Pat Client");
  });

  test("sends it back with a reason", async () => {
    const contact = await person();
    await contact.prove();
    expect(await contact.send("POST", "reject", refusal({ note: "short" }))).toMatchObject({ status: 422 });
    expect(await contact.send("POST", "reject", refusal())).toMatchObject({
      status: 200,
      body: { status: "rejected" },
    });
    expect(await votes()).toMatchObject([{ decision: "reject", category: "tone", via: "link" }]);
  });

  test("is refused for content that is not what was shown, and after the decision", async () => {
    const contact = await person();
    await contact.prove();
    expect(await contact.send("POST", "approve", { contentHash: "0".repeat(64) })).toMatchObject({
      status: 409,
      code: "approval.approval_stale",
    });
    await contact.send("POST", "approve", agreed());
    expect(await contact.send("POST", "approve", agreed())).toMatchObject({ code: "approval.approval_closed" });
    expect(await votes()).toHaveLength(1);
  });

  test("a replaced version is shown no more, and is not decided", async () => {
    const contact = await person();
    await contact.prove();
    await setApproval({ status: "superseded" });
    expect((await contact.open()).items[0]).toMatchObject({ status: "superseded", content: null, mayDecide: false });
    expect(await contact.send("POST", "approve", agreed())).toMatchObject({ code: "approval.approval_stale" });
  });

  test("needs an idempotency key, and a repeat acts once", async () => {
    const contact = await person();
    await contact.prove();
    const path = `/client/v1/links/${contact.token}/approve`;
    const bare = await call(undefined, "POST", path, { body: agreed(), headers: { "idempotency-key": "" } });
    expect(bare.status).toBe(400);
  });

  test("is closed to a link that is only for reading", async () => {
    const reader = await contactOf(tenant, approval(), { email, canDecide: false });
    expect(await reader.send("POST", "code")).toMatchObject({ status: 403, code: "auth.forbidden" });
    expect((await reader.open()).items[0]).toMatchObject({ mayDecide: false, status: "pending" });
  });

  test("a comment carries the contact's name and is seen by agency and client", async () => {
    const contact = await person();
    await contact.prove();
    const answer = await contact.send<LinkItem>("POST", "comments", { body: "One more picture, please" });
    expect(answer.status).toBe(201);
    expect(answer.body.comments).toMatchObject([{ author: "Pat Client", body: "One more picture, please" }]);
    const { items } = await ok<{ items: object[] }>(
      tenant.people.TM,
      "GET",
      `/tenant/v1/comments?subjectType=blog_post&subjectId=${things.blogPost}`,
    );
    expect(items).toMatchObject([{ author: { name: "Pat Client" }, visibility: "client" }]);
  });
});

describe("two pairs of eyes", () => {
  test("whoever wrote the version does not decide it by a link to their own address", async () => {
    await setApproval({ requestedBy: `user:${tenant.people.TM.userId}` });
    const contact = await contactOf(tenant, approval(), { email: tenant.people.TM.email });
    await contact.prove();
    expect(await contact.send("POST", "approve", agreed())).toMatchObject({ status: 403, code: "approval.own_work" });
    expect(await votes()).toEqual([]);
  });

  test("one address is one vote, however many links lead to it", async () => {
    await setApproval({ quorum: 2 });
    const [one, two] = [await person(), await person()];
    await one.prove();
    await two.prove();
    expect(await one.send("POST", "approve", agreed())).toMatchObject({ body: { status: "pending" } });
    expect(await two.send("POST", "approve", agreed())).toMatchObject({ code: "approval.approval_closed" });
    expect(await votes()).toHaveLength(1);
    const other = await contactOf(tenant, approval(), { email: `other-${email}` });
    await other.prove();
    expect(await other.send("POST", "approve", agreed())).toMatchObject({ body: { status: "approved" } });
  });

  test("a person who voted in the portal does not vote again by link, nor the other way round", async () => {
    await setApproval({ quorum: 2 });
    const body = { decision: "approve", contentHash: hash() };
    await ok(tenant.people.CA, "POST", `/dashboard/v1/approvals/${things.clientApproval}/resolve`, { body });
    const contact = await contactOf(tenant, approval(), { email: tenant.people.CA.email });
    await contact.prove();
    expect(await contact.send("POST", "approve", agreed())).toMatchObject({ code: "approval.approval_closed" });
    expect(await votes()).toHaveLength(1);
  });

  test("a link decides nothing at the agency's stage, even if it was bent to it", async () => {
    const contact = await person();
    await contact.prove();
    await asPlatform((tx) =>
      tx
        .insertInto("approvalLinkItems")
        .values({ tenantId: tenant.id, approvalLinkId: contact.id, approvalId: things.dmApproval })
        .execute(),
    );
    const answer = await contact.send("POST", "approve", agreed({ approvalId: things.dmApproval }));
    expect(answer).toMatchObject({ status: 403, code: "auth.forbidden" });
    expect(await statusOf(things.dmApproval)).toBe("pending");
  });
});

describe("a bundle", () => {
  let second: string;
  beforeEach(async () => {
    second = things.expiredApproval;
    const expiresAt = new Date(Date.now() + 48 * 3_600_000);
    await asPlatform(async (tx) => {
      const first = await tx
        .selectFrom("contentVersions")
        .select(["tenantId", "subjectType", "subjectId", "content", "sha256", "author", "authorKind"])
        .where("subjectId", "=", things.blogPost)
        .executeTakeFirstOrThrow();
      const content = JSON.stringify(first.content);
      await tx
        .insertInto("contentVersions")
        .values({ ...first, content, id: newId("contentVersion"), version: 2 })
        .execute();
      await tx
        .updateTable("approvals")
        .set({ status: "pending", subjectVersion: 2, expiresAt })
        .where("id", "=", second)
        .execute();
    });
  });

  test("shows all it carries, lives as long as the last, and decides each by name", async () => {
    const contact = await contactOf(tenant, [things.clientApproval, second], { email });
    await contact.prove();
    const view: LinkView = await contact.open();
    expect(view.items.map(({ approvalId }) => approvalId).sort()).toEqual([things.clientApproval, second].sort());
    expect(new Date(view.expiresAt).getTime()).toBeGreaterThan(Date.now() + 40 * 3_600_000);
    expect(await contact.send("POST", "approve", agreed())).toMatchObject({ status: 422 });
    const answer = await contact.send("POST", "approve", agreed({ approvalId: things.clientApproval }));
    expect(answer).toMatchObject({ status: 200, body: { status: "approved" } });
  });

  test("opens nothing that is not in it", async () => {
    const contact = await person();
    await contact.prove();
    for (const [verb, body] of [
      ["approve", agreed({ approvalId: second })],
      ["reject", refusal({ approvalId: second })],
      ["comments", { approvalId: second, body: "Hello" }],
    ] as const)
      expect(await contact.send("POST", verb, body)).toMatchObject({ status: 404, code: "request.not_found" });
    expect(await statusOf(second)).toBe("pending");
  });
});
