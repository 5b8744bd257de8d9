import { spawnSync } from "node:child_process";
import { MongoClient } from "mongodb";
import { afterAll, beforeAll, expect, test } from "vitest";
import { verifyAll } from "#core/audit/chain.ts";
import * as Audit from "#core/audit/index.ts";
import * as Comment from "#core/comment/index.ts";
import * as Request from "#core/request/index.ts";
import { relayAudit } from "#functions/dispatcher/relay/audit.ts";
import { hashOf } from "#platform/audit.ts";
import { asPlatform, type Tx } from "#platform/db.ts";
import type { AuditEntry } from "#schema/audit.ts";
import { attemptsOn } from "#tests/support/audit-attempts.ts";
import type { TestTenant } from "#tests/support/tenant.ts";
import { as, freshTenant } from "#tests/support/tenant.ts";

// Somebody who has come by the rights of an administrator.
const mongo = new MongoClient(process.env["MONGODB_ADMIN_URI"] ?? "");
const entries = () => mongo.db().collection<AuditEntry>("audit_logs");
afterAll(() => mongo.close());

/** A workspace with three entries in its chain, made by its admin. */
async function tenantWithEntries(): Promise<TestTenant> {
  const tenant = await freshTenant();
  for (const topic of ["First topic", "Second topic", "Third topic"]) {
    await as(tenant.people.TA, () => Request.create({ topic, submit: false }));
  }
  await relayed(tenant);
  return tenant;
}

// What other tests did before lies before the entries of these, and is brought to its chains first.
beforeAll(async () => {
  const newest = await asPlatform((tx) => open(tx).orderBy("id", "desc").limit(1).executeTakeFirst());
  if (!newest) return;
  const older = () => asPlatform((tx) => open(tx).where("id", "<=", newest.id).limit(1).execute());
  while ((await older()).length > 0) await relayAudit();
});

async function relayed({ id }: TestTenant): Promise<void> {
  const left = async () => {
    await relayAudit();
    return asPlatform((tx) => open(tx).where("tenantId", "=", id).execute());
  };
  await expect.poll(left).toEqual([]);
}

function open(tx: Tx) {
  return tx.selectFrom("outbox").select("id").where("kind", "=", "audit").where("deliveredAt", "is", null);
}

const verify = (tenant: TestTenant) => as(tenant.people.TA, () => Audit.verify());

test("a whole chain is verified to its end, and the check is an entry of its own", async () => {
  const tenant = await tenantWithEntries();
  expect(await verify(tenant)).toEqual({ ok: true, checkedTo: 3, firstBadSeq: null });
  await relayed(tenant);
  const { items } = await as(tenant.people.TA, () => Audit.list({ limit: 1 }));
  expect(items).toMatchObject([{ seq: 4, action: "audit.verified", actor: { name: tenant.people.TA.name } }]);
});

test("an altered entry is named, and the failure is recorded", async () => {
  const tenant = await tenantWithEntries();
  await entries().updateOne({ tenantId: tenant.id, seq: 2 }, { $set: { "subject.label": "Another topic" } });
  expect(await verify(tenant)).toEqual({ ok: false, checkedTo: 1, firstBadSeq: 2 });
  await relayed(tenant);
  const { items } = await as(tenant.people.DM, () => Audit.list({ limit: 5, action: "audit.verification_failed" }));
  expect(items).toMatchObject([{ change: { after: { firstBadSeq: 2 } } }]);
});

test("entries taken out of the middle or from the end are missed", async () => {
  const [middle, end] = [await tenantWithEntries(), await tenantWithEntries()];
  await entries().deleteOne({ tenantId: middle.id, seq: 2 });
  await entries().deleteOne({ tenantId: end.id, seq: 3 });
  expect(await verify(middle)).toMatchObject({ ok: false, firstBadSeq: 2 });
  expect(await verify(end)).toMatchObject({ ok: false, firstBadSeq: 3 });
});

test("a chain that was rewritten with fitting hashes does not fit its head", async () => {
  const tenant = await tenantWithEntries();
  const last = await entries().findOne({ tenantId: tenant.id, seq: 3 });
  if (!last) throw new Error("The entry is missing.");
  const { hash: _hash, ...rest } = { ...last, subject: { ...last.subject, label: "Another topic" } };
  await entries().updateOne({ _id: last._id }, { $set: { subject: rest.subject, hash: hashOf(rest) } });
  expect(await verify(tenant)).toEqual({ ok: false, checkedTo: 3, firstBadSeq: 3 });
});

test("a chain without its head is broken", async () => {
  const tenant = await tenantWithEntries();
  await asPlatform((tx) => tx.deleteFrom("auditHeads").where("chain", "=", tenant.id).execute());
  expect(await verify(tenant)).toMatchObject({ ok: false, firstBadSeq: 1 });
});

test("the check of all chains names the broken one and only that", async () => {
  const [whole, broken] = [await tenantWithEntries(), await tenantWithEntries()];
  await entries().updateOne({ tenantId: broken.id, seq: 1 }, { $set: { note: "added later" } });
  const results = await verifyAll();
  const of = (tenant: TestTenant) => results.find((result) => result.chain === tenant.id);
  expect(of(whole)).toMatchObject({ ok: true, checkedTo: 3 });
  expect(of(broken)).toMatchObject({ ok: false, firstBadSeq: 1, reason: "entry 1 was changed after it was written" });
});

test("the command prints a line per chain and fails when one is broken", async () => {
  const [whole, broken] = [await tenantWithEntries(), await tenantWithEntries()];
  await entries().deleteOne({ tenantId: broken.id, seq: 3 });
  const { status, stdout, stderr } = spawnSync(process.execPath, ["localstack/audit-verify.ts"], { encoding: "utf8" });
  expect(stdout).toContain(`${whole.id}  3 entries checked\n`);
  expect(stderr).toContain(`${broken.id}  2 entries checked, broken: entries 3 to 3 are missing at the end`);
  expect(status).toBe(1);
});

test("admins and the agency read the log of their own workspace; members and approvers do not", async () => {
  const tenant = await tenantWithEntries();
  const other = await freshTenant();
  for (const person of [tenant.people.TM, tenant.people.CA]) {
    await expect(as(person, () => Audit.list({ limit: 5 }))).rejects.toMatchObject({ code: "auth.forbidden" });
    await expect(as(person, () => Audit.verify())).rejects.toMatchObject({ code: "auth.forbidden" });
  }
  expect((await as(other.people.TA, () => Audit.list({ limit: 5 }))).items).toEqual([]);
});

test("the log comes newest first, in pages, and can be narrowed to a thing", async () => {
  const tenant = await tenantWithEntries();
  const first = await as(tenant.people.TA, () => Audit.list({ limit: 2 }));
  const second = await as(tenant.people.TA, () => Audit.list({ limit: 2, cursor: first.nextCursor ?? "" }));
  expect([...first.items, ...second.items].map((entry) => entry.seq)).toEqual([3, 2, 1]);
  expect(second.nextCursor).toBeNull();
  const subjectId = first.items[0]?.subject.id ?? "";
  const one = await as(tenant.people.TA, () => Audit.list({ limit: 5, subjectId }));
  expect(one.items.map((entry) => entry.subject.label)).toEqual(["Third topic"]);
});

test("a client does not see from where the agency worked", async () => {
  const tenant = await freshTenant();
  const request = await as(tenant.people.TA, () => Request.create({ topic: "A topic", submit: false }));
  await as(tenant.people.DM, () =>
    Comment.create({ subjectType: "content_request", subjectId: request.id, body: "Thin" }),
  );
  await relayed(tenant);
  const action = "comment.added";
  const [seen] = (await as(tenant.people.TA, () => Audit.list({ limit: 1, action }))).items;
  expect(Object.keys(seen?.request ?? {}).sort()).toEqual(["requestId", "surface"]);
});

test("the product's own login appends and reads, and can neither change an entry nor remove one", async () => {
  const { id } = await tenantWithEntries();
  const own = new MongoClient(process.env["MONGODB_URI"] ?? "");
  const log = own.db().collection<AuditEntry>("audit_logs");
  for (const attempt of attemptsOn(own, id))
    await expect(attempt(), String(attempt)).rejects.toMatchObject({ code: 13 });
  expect(await log.countDocuments({ tenantId: id })).toBe(3);
  await own.close();
});
