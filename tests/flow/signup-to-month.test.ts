import { afterAll, beforeAll, expect, test, vi } from "vitest";
import * as tasks from "#functions/clock/tasks.ts";
import { pool } from "#platform/db.ts";
import { platformRole } from "#platform/platform-role.ts";
import type { ApprovalItem } from "#schema/approval.ts";
import type { CreditBalance, CreditEntry } from "#schema/credit.ts";
import type { Month, MonthGraph } from "#schema/month.ts";
import { call, ok } from "#tests/support/api.ts";
import { closeStores } from "#tests/support/close.ts";
import { startEngine } from "#tests/support/engine.ts";
import { serveManual } from "#tests/support/manual-site.ts";
import { ownCloud } from "#tests/support/own-cloud.ts";
import { begin, company, complete } from "#tests/support/signup.ts";
import { freshTenant, superAdmin, type TestPerson } from "#tests/support/tenant.ts";
import { patience } from "./journey.ts";

ownCloud();
let engine: Awaited<ReturnType<typeof startEngine>>;
let site: Awaited<ReturnType<typeof serveManual>>;

beforeAll(async () => {
  [engine, site] = await Promise.all([startEngine(), serveManual()]);
}, 180_000);
afterAll(async () => {
  await engine.stop();
  await site.close();
  await closeStores();
});

interface Client {
  tenantId: string;
  owner: TestPerson;
  reviewer: TestPerson;
}

/** Signs up with the address of the site, pays, signs, and gets a reviewer of the agency. */
async function newClient(): Promise<Client> {
  const run = await begin();
  expect((await company(run, { website: site.url })).status).toBe(200);
  const done = await complete(run, { planPriceId: "world-pro-monthly" });
  expect(done.status).toBe(201);
  const { tenantId, tokens } = done.body as { tenantId: string; tokens: { accessToken: string } };
  const owner = { headers: { authorization: `Bearer ${tokens.accessToken}` } } as unknown as TestPerson;
  const staff = await superAdmin();
  await ok(staff, "POST", `/admin/v1/tenants/${tenantId}/activate`);
  await confirm(run.email);
  const { version } = await ok<{ version: string }>(owner, "GET", "/dashboard/v1/contract");
  const signature = { version, typedName: "Ada Vance", accepted: true };
  await ok(owner, "POST", "/dashboard/v1/contract/accept", { body: signature });
  const { DM } = (await freshTenant()).people;
  await ok(staff, "PUT", `/admin/v1/tenants/${tenantId}/reviewers`, { body: { userIds: [DM.userId] } });
  return { tenantId, owner, reviewer: { ...DM, headers: { ...DM.headers, "x-tenant-id": tenantId } } };
}

/** Follows the link that was mailed at the sign-up. */
async function confirm(email: string): Promise<void> {
  const inbox = `${process.env["INBOX_URL"]}/api/mails`;
  const token = await vi.waitFor(async () => {
    const mails = (await (await fetch(`${inbox}?to=${encodeURIComponent(email)}`)).json()) as { id: string }[];
    const texts = await Promise.all(mails.map(async ({ id }) => (await fetch(`${inbox}/${id}`)).text()));
    const found = /verify-email\?token=([\w.-]+)/.exec(texts.join(" "))?.[1];
    expect(found).toBeDefined();
    return found;
  }, patience);
  expect((await call(undefined, "POST", "/auth/v1/email/verify", { body: { token } })).status).toBeLessThan(300);
}

async function decideAll({ tenantId, owner, reviewer }: Client, kind: string, stage: "dm" | "client"): Promise<number> {
  const [who, portal] = stage === "dm" ? [reviewer, "dm"] : [owner, "dashboard"];
  const query = `kind=${kind}&status=pending${stage === "dm" ? `&tenantId=${tenantId}` : ""}`;
  const items = await vi.waitFor(async () => {
    const found = await ok<{ items: ApprovalItem[] }>(who, "GET", `/${portal}/v1/approvals?${query}`);
    expect(found.items.length, `${kind} for ${stage}`).toBeGreaterThan(0);
    return found.items;
  }, long);
  for (const { id, contentHash } of items) {
    const body = { decision: "approve", contentHash };
    expect((await call(who, "POST", `/${portal}/v1/approvals/${id}/resolve`, { body })).status).toBe(200);
  }
  return items.length;
}

const long = { ...patience, timeout: 120_000 };
const rows = async <T>(sql: string, ...values: unknown[]) => (await pool(platformRole).query(sql, values)).rows as T[];

test("from a sign-up with somebody's website to a month of drafted, costed work that can be traced to its pages", async () => {
  const client = await newClient();
  const { tenantId, owner, reviewer } = client;
  await tasks.handler();
  await ok(owner, "POST", "/dashboard/v1/onboarding/launch", { body: {} });

  await decideAll(client, "context_file", "client");
  const pages = await rows<{ url: string }>(
    "select url from web_pages where tenant_id = $1 and http_status = 200",
    tenantId,
  );
  expect(pages.length).toBeGreaterThanOrEqual(30);
  await decideAll(client, "strategy", "dm");
  await decideAll(client, "strategy", "client");
  await decideAll(client, "action_items", "dm");
  await decideAll(client, "deliverable_plan", "dm");
  const month = await vi.waitFor(async () => {
    const { items } = await ok<{ items: Month[] }>(owner, "GET", "/tenant/v1/months");
    expect(items[0]?.status).toBe("active");
    return items[0];
  }, long);
  await decideAll(client, "keyword_group", "dm");
  await decideAll(client, "blog_post", "dm");

  const graph = () => ok<MonthGraph>(reviewer, "GET", `/tenant/v1/months/${month?.id}`);
  await vi.waitFor(async () => {
    const { nodes } = await graph();
    const begun = nodes.filter(({ status, blockedReason }) => status !== "pending" || blockedReason === "dependency");
    expect(begun.filter(({ status }) => ["queued", "in_progress", "failed"].includes(status))).toEqual([]);
    expect(nodes.filter(({ status }) => status === "done").length).toBeGreaterThanOrEqual(8);
  }, long);
  const { items: ledger } = await ok<{ items: CreditEntry[] }>(owner, "GET", "/tenant/v1/credits/ledger?limit=100");
  const balance = await ok<CreditBalance>(owner, "GET", "/tenant/v1/credits");
  const spent = ledger.filter(({ type }) => type === "consumed").reduce((sum, { amount }) => sum - Math.abs(amount), 0);
  expect(balance.effective + balance.reserved - spent).toBeCloseTo(50);
  const untraced = await rows(
    `select a.id from activities a where a.tenant_id = $1 and a.status = 'done'
      and not exists (select from agent_runs r where r.tenant_id = a.tenant_id and r.activity_id = a.id and r.status = 'success')`,
    tenantId,
  );
  expect(untraced).toEqual([]);
  const sources = await rows<{ url: string | null }>(
    `select distinct w.url from claim_sources s
      join claims c on c.tenant_id = s.tenant_id and c.id = s.claim_id
      left join web_pages w on w.tenant_id = s.tenant_id and w.dataset_file_id = s.dataset_file_id
      where s.tenant_id = $1 and c.subject_type = 'blog_post'`,
    tenantId,
  );
  expect(sources.length).toBeGreaterThan(0);
  expect(sources.every(({ url }) => url?.startsWith(site.url))).toBe(true);
}, 600_000);
