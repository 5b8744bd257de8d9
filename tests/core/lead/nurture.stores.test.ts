import { afterAll, expect, test, vi } from "vitest";
import { sendDue } from "#core/campaign/mail-due.ts";
import { ended } from "#core/nurture/ended.ts";
import { isOpen, nextOpen } from "#core/nurture/hours.ts";
import { turn } from "#core/nurture/turn.ts";
import { leadEmailTarget } from "#core/publish/targets/lead-email.ts";
import { asPlatform, sql, transaction } from "#platform/db.ts";
import type { LeadActivity, LeadDetail } from "#schema/lead.ts";
import type { LeadEmail } from "#schema/lead-email.ts";
import type { Enrollment, NurtureSequence } from "#schema/nurture.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { outside } from "#tests/support/outside.ts";
import { auditedAs, decide, waitingFor } from "#tests/support/pieces.ts";
import { soon } from "#tests/support/soon.ts";
import { as, freshTenant, machine, type TestTenant } from "#tests/support/tenant.ts";
import { workAll } from "#tests/support/work.ts";
import { attemptOf, work } from "../publish/accounts.ts";

afterAll(closeStores);

const hour = 3_600_000;
const steps = [
  { channel: "email", delayHours: 0, body: "Thank them and ask what they need." },
  { channel: "task", delayHours: 24, body: "Call them." },
  { channel: "email", delayHours: 72, body: "Tell them how we work." },
];

test("a lead is led on step by step: each e-mail is approved, goes out in working hours, and the next waits for it", async () => {
  const tenant = await leadsTenant();
  const { TM, DM } = tenant.people;
  const { lead } = await enrolled(tenant, "ana@led.example");
  await at(tenant, Date.now() + hour / 10);
  const [first] = await followedBy(tenant, lead.id);
  expect(first).toMatchObject({ status: "active", currentStepOrder: 0, steps: [{ status: "scheduled" }, {}, {}] });
  await workAll(tenant);
  await at(tenant, Date.now() + 24 * hour);
  expect((await followedBy(tenant, lead.id))[0]?.currentStepOrder).toBe(0);
  const mailId = first?.steps[0]?.leadEmailId ?? "";
  const before = (await outside.mails("ana@led.example")).length;
  expect((await decide(DM, await waitingFor(tenant, "lead_email", "dm"), "approve")).status).toBe(200);
  const attempt = await attemptOf(tenant, mailId);
  expect(isOpen(attempt.publishAt as unknown as Date, "America/Los_Angeles")).toBe(true);
  await asPlatform((tx) =>
    tx.updateTable("publishAttempts").set({ publishAt: new Date() }).where("tenantId", "=", tenant.id).execute(),
  );
  await work(tenant, attempt.id, ["send", "send"]);
  expect((await outside.mails("ana@led.example")).length).toBe(before + 1);
  expect((await ok<LeadEmail>(TM, "GET", `/tenant/v1/lead-emails/${mailId}`)).status).toBe("sent");

  await at(tenant, Date.now() + 25 * hour);
  expect((await followedBy(tenant, lead.id))[0]).toMatchObject({
    currentStepOrder: 1,
    steps: [{ status: "sent" }, {}, {}],
  });
  await at(tenant, Date.now() + 49 * hour);
  expect((await followedBy(tenant, lead.id))[0]).toMatchObject({
    currentStepOrder: 2,
    steps: [{}, { status: "sent" }, {}],
  });
  const { items } = await ok<{ items: LeadActivity[] }>(TM, "GET", `/tenant/v1/leads/${lead.id}/activities`);
  expect(items.find(({ type }) => type === "task_created")?.description).toBe("Call them.");
});

test("an answer holds the sequence and lays aside what was written; resumed it goes on, and a person stops it for good", async () => {
  const tenant = await leadsTenant();
  const { TM, DM } = tenant.people;
  const { lead, sequence } = await enrolled(tenant, "bo@led.example");
  const verb = (name: string, body: object = {}) =>
    call<{ items: Enrollment[] }>(TM, "POST", `/tenant/v1/leads/${lead.id}/nurture/${name}`, { body });
  await at(tenant, Date.now() + hour / 10);
  await workAll(tenant);
  const mailId = (await followedBy(tenant, lead.id))[0]?.steps[0]?.leadEmailId ?? "";
  const approval = await waitingFor(tenant, "lead_email", "dm");
  expect((await verb("pause", { answered: true })).body.items[0]).toMatchObject({ status: "paused", nextStepAt: null });
  expect((await ok<LeadEmail>(TM, "GET", `/tenant/v1/lead-emails/${mailId}`)).status).toBe("discarded");
  expect((await decide(DM, approval, "approve")).status).toBe(409);
  await at(tenant, Date.now() + 100 * hour);
  expect((await followedBy(tenant, lead.id))[0]?.status).toBe("paused");
  expect((await verb("resume")).body.items[0]?.status).toBe("active");
  await at(tenant, Date.now() + hour / 10);
  const again = (await followedBy(tenant, lead.id))[0]?.steps[0]?.leadEmailId;
  expect(again).toBeTruthy();
  expect(again).not.toBe(mailId);
  expect((await verb("exit")).body.items[0]).toMatchObject({ status: "exited", exitReason: "manual" });
  // What was being written when it stopped is laid aside, and nobody is asked about it.
  await workAll(tenant);
  expect((await ok<LeadEmail>(TM, "GET", `/tenant/v1/lead-emails/${again}`)).status).toBe("discarded");
  expect((await verb("enroll", { sequenceId: sequence.id })).code).toBe("lead.not_eligible");
  expect(await auditedAs(tenant, "enrollment.")).toEqual([
    ...["enrollment.started", "enrollment.paused", "enrollment.resumed", "enrollment.exited"],
  ]);
});

test("a step whose e-mail is being written, is on its way or has left is not ordered again when the sequence goes on", async () => {
  const tenant = await leadsTenant();
  const { TM, DM } = tenant.people;
  const { lead } = await enrolled(tenant, "gil@led.example");
  const verb = (name: string, body: object = {}) =>
    call<{ items: Enrollment[] }>(TM, "POST", `/tenant/v1/leads/${lead.id}/nurture/${name}`, { body });
  const again = async () => {
    expect((await verb("pause", { answered: true })).status).toBe(200);
    expect((await verb("resume")).status).toBe(200);
    await at(tenant, Date.now() + hour / 10);
    return (await followedBy(tenant, lead.id))[0]?.steps[0]?.leadEmailId;
  };
  await at(tenant, Date.now() + hour / 10);
  const mailId = (await followedBy(tenant, lead.id))[0]?.steps[0]?.leadEmailId ?? "";
  expect(await again()).toBe(mailId);
  await workAll(tenant);
  expect((await ok<LeadEmail>(TM, "GET", `/tenant/v1/lead-emails/${mailId}`)).status).toBe("draft");
  expect((await decide(DM, await waitingFor(tenant, "lead_email", "dm"), "approve")).status).toBe(200);
  await asPlatform((tx) =>
    tx.updateTable("publishAttempts").set({ publishAt: new Date() }).where("tenantId", "=", tenant.id).execute(),
  );
  await work(tenant, (await attemptOf(tenant, mailId)).id, ["send"]);
  expect((await ok<LeadEmail>(TM, "GET", `/tenant/v1/lead-emails/${mailId}`)).status).toBe("sent");
  expect(await again()).toBe(mailId);
  expect((await followedBy(tenant, lead.id))[0]).toMatchObject({
    currentStepOrder: 1,
    steps: [{ status: "sent" }, {}, {}],
  });
});

test("who is turned down, unsubscribed or has not agreed gets nothing more; a sequence put away lets everybody go", async () => {
  const tenant = await leadsTenant();
  const { TM, TA } = tenant.people;
  const { lead, sequence } = await enrolled(tenant, "cy@led.example");
  const enroll = (id: string) =>
    call(TM, "POST", `/tenant/v1/leads/${id}/nurture/enroll`, { body: { sequenceId: sequence.id } });
  const silent = await newLead(tenant, { email: "dee@led.example" });
  expect((await enroll(silent.id)).code).toBe("lead.not_eligible");
  const stranger = await leadsTenant();
  const foreign = await call(stranger.people.TA, "GET", `/tenant/v1/nurture/sequences/${sequence.id}`);
  expect(foreign.code).toBe("request.not_found");
  const move = { verb: "disqualify", reason: "no_budget" };
  await ok(TM, "POST", `/tenant/v1/leads/${lead.id}/status`, { body: move });
  expect((await followedBy(tenant, lead.id))[0]).toMatchObject({ status: "exited", exitReason: "disqualified" });

  const other = await newLead(tenant, { email: "eva@led.example", consent: { email: "granted" } });
  expect((await enroll(other.id)).status).toBe(200);
  const body = { consent: { email: "refused" } };
  await ok(TM, "PATCH", `/tenant/v1/leads/${other.id}`, { body, version: (await leadOf(tenant, other.id)).rowVersion });
  await at(tenant, Date.now() + hour / 10);
  expect((await followedBy(tenant, other.id))[0]).toMatchObject({ status: "exited", exitReason: "unsubscribed" });

  const steer = (verb: string) => ok(TA, "POST", `/tenant/v1/nurture/sequences/${sequence.id}/${verb}`, { body: {} });
  const last = await newLead(tenant, { email: "flo@led.example", consent: { email: "granted" } });
  expect((await enroll(last.id)).status).toBe(200);
  await steer("pause");
  await at(tenant, Date.now() + hour);
  expect((await followedBy(tenant, last.id))[0]?.steps[0]?.status).toBeNull();
  await steer("activate");
  await steer("archive");
  expect((await followedBy(tenant, last.id))[0]).toMatchObject({ status: "exited", exitReason: "sequence_archived" });
});

test("a lead whose step cannot be taken keeps no other waiting", async () => {
  const tenant = await leadsTenant();
  const { TM } = tenant.people;
  const { lead, sequence } = await enrolled(tenant, "hal@led.example");
  const other = await newLead(tenant, { email: "ida@led.example", consent: { email: "granted" } });
  await ok(TM, "POST", `/tenant/v1/leads/${other.id}/nurture/enroll`, { body: { sequenceId: sequence.id } });
  const broken = { consent: JSON.stringify({ email: "perhaps" }) };
  await asPlatform((tx) => tx.updateTable("leads").set(broken).where("id", "=", lead.id).execute());
  await at(tenant, Date.now() + hour / 10);
  expect((await followedBy(tenant, other.id))[0]?.steps[0]?.status).toBe("scheduled");
});

test("an e-mail that leaves while something befalls its lead waits for that; neither locks the other out", async () => {
  const tenant = await leadsTenant();
  const { lead } = await enrolled(tenant, "jo@led.example");
  await at(tenant, Date.now() + hour / 10);
  await workAll(tenant);
  const mailId = (await followedBy(tenant, lead.id))[0]?.steps[0]?.leadEmailId ?? "";
  const [held, waiting] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const befallen = as(machine(tenant.id), () =>
    transaction(async (tx) => {
      await tx.selectFrom("leads").select("id").where("id", "=", lead.id).forUpdate().execute();
      held.resolve();
      await waiting.promise;
      await ended(tx, lead.id, "unsubscribed");
    }),
  );
  await held.promise;
  const leaving = as(machine(tenant.id), () =>
    transaction(async (tx) => {
      const mail = await leadEmailTarget.find(tx, mailId);
      return leadEmailTarget.obstacle?.(tx, mail);
    }),
  );
  await vi.waitFor(async () => expect(await waitingForLocks()).toBeGreaterThan(0), soon);
  waiting.resolve();
  await befallen;
  expect(await leaving).toBe("Its sequence was stopped.");
  const path = `/tenant/v1/lead-emails/${mailId}`;
  expect((await ok<LeadEmail>(tenant.people.TM, "GET", path)).status).toBe("discarded");
  expect((await auditedAs(tenant, "lead_email.")).filter((action) => action === "lead_email.discarded")).toHaveLength(
    1,
  );
});

test("working hours are those of the client's clock", () => {
  expect(isOpen(new Date("2026-06-05T07:30:00Z"), "Europe/Berlin")).toBe(true);
  expect(isOpen(new Date("2026-06-05T16:30:00Z"), "Europe/Berlin")).toBe(false);
  expect(nextOpen(new Date("2026-06-05T16:30:00Z"), "Europe/Berlin").toISOString()).toBe("2026-06-08T07:00:00.000Z");
});

async function leadsTenant(): Promise<TestTenant> {
  const tenant = await freshTenant({ plan: "pro" });
  const body = { postalAddress: "1 Harbour Row, Hamburg" };
  await ok(tenant.people.TA, "PATCH", "/tenant/v1/mail-settings", { body });
  return tenant;
}

async function enrolled(tenant: TestTenant, email: string): Promise<{ lead: LeadDetail; sequence: NurtureSequence }> {
  const { TA, TM } = tenant.people;
  const body = { name: "After a first question", steps };
  const sequence = await ok<NurtureSequence>(TA, "POST", "/tenant/v1/nurture/sequences", { body });
  const lead = await newLead(tenant, { email, firstName: "Ana", consent: { email: "granted" } });
  const path = `/tenant/v1/leads/${lead.id}/nurture/enroll`;
  const wish = { body: { sequenceId: sequence.id } };
  expect((await call(TM, "POST", path, wish)).code).toBe("lead.not_eligible");
  await ok(TA, "POST", `/tenant/v1/nurture/sequences/${sequence.id}/activate`, { body: {} });
  await ok(TM, "POST", path, wish);
  expect((await call(TM, "POST", path, wish)).code).toBe("lead.not_eligible");
  return { lead, sequence };
}

const newLead = (tenant: TestTenant, body: object) =>
  ok<LeadDetail>(tenant.people.TM, "POST", "/tenant/v1/leads", { body });
const leadOf = (tenant: TestTenant, id: string) => ok<LeadDetail>(tenant.people.TM, "GET", `/tenant/v1/leads/${id}`);

async function followedBy(tenant: TestTenant, leadId: string): Promise<Enrollment[]> {
  return (await ok<{ items: Enrollment[] }>(tenant.people.TM, "GET", `/tenant/v1/leads/${leadId}/nurture`)).items;
}

async function waitingForLocks(): Promise<number> {
  const { rows } = await asPlatform((tx) =>
    sql<{ waiting: number }>`select count(*)::int as waiting from pg_locks where not granted`.execute(tx),
  );
  return rows[0]?.waiting ?? 0;
}

/** The clock's look at a moment. */
async function at(tenant: TestTenant, time: number): Promise<void> {
  await as(machine(tenant.id), async () => {
    await turn(new Date(time));
    await sendDue(new Date());
  });
}
