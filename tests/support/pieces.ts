import { expect } from "vitest";
import * as Activity from "#core/activity/index.ts";
import { execute } from "#core/run/execute.ts";
import { asPlatform, pool, transaction } from "#platform/db.ts";
import { platformRole } from "#platform/platform-role.ts";
import type { ActivityType } from "#schema/activity.ts";
import { activityTypes } from "#schema/activity-types.ts";
import type { AgentName } from "#schema/agent.ts";
import type { ApprovalItem } from "#schema/approval.ts";
import { call, ok } from "./api.ts";
import { as, machine, type TestPerson, type TestTenant } from "./tenant.ts";

/** Begins work of a type for a tenant whose site is known, and has everything done that agents do. @returns the activity's id */
export async function worked(tenant: TestTenant, type: ActivityType, input: Record<string, unknown>): Promise<string> {
  await asPlatform((tx) =>
    tx.updateTable("tenants").set({ websiteUrl: "https://lamps.example/" }).where("id", "=", tenant.id).execute(),
  );
  const id = await as(machine(tenant.id), () =>
    transaction(async (tx) => {
      const doer = activityTypes[type].agent as AgentName;
      const title = "Rewiring a table lamp";
      const made = await Activity.plan(tx, { type, doer, title, priority: "normal", input });
      expect(await Activity.consider(tx, made)).toBeNull();
      return made;
    }),
  );
  await settle(tenant);
  return id;
}

/** Does what waits for agents, and what follows from it, until nothing waits. */
export async function settle(tenant: TestTenant): Promise<void> {
  for (;;) {
    const row = await asPlatform((tx) =>
      tx
        .selectFrom("agentRuns")
        .select("id")
        .where("tenantId", "=", tenant.id)
        .where("status", "=", "queued")
        .orderBy("id")
        .limit(1)
        .executeTakeFirst(),
    );
    if (!row) return;
    await as(machine(tenant.id), () => execute(row.id));
  }
}

/** The open approval of a kind, as somebody of the stage sees it. */
export async function waitingFor(tenant: TestTenant, kind: string, stage: "dm" | "client"): Promise<ApprovalItem> {
  const [who, portal] = stage === "dm" ? [tenant.people.DM, "dm"] : [tenant.people.CA, "dashboard"];
  const { items } = await ok<{ items: ApprovalItem[] }>(
    who,
    "GET",
    `/${portal}/v1/approvals?kind=${kind}&status=pending${stage === "dm" ? `&tenantId=${tenant.id}` : ""}`,
  );
  const [item] = items;
  if (!item) throw new Error(`no ${kind} waits for ${stage}`);
  return item;
}

/** Somebody's decision about exactly what the approval shows. */
export function decide(who: TestPerson, item: ApprovalItem, decision: "approve" | "reject", note?: string) {
  const portal = item.stage === "dm" ? "dm" : "dashboard";
  const body = { decision, contentHash: item.contentHash, ...(note ? { note } : {}) };
  return call(who, "POST", `/${portal}/v1/approvals/${item.id}/resolve`, { body });
}

/** Names of a tenant's audit entries that begin so, in order. */
export async function auditedAs(tenant: TestTenant, prefix: string): Promise<string[]> {
  const { rows } = await pool(platformRole).query<{ name: string }>(
    "select name from outbox where tenant_id = $1 and kind = 'audit' and name like $2 order by id",
    [tenant.id, `${prefix}%`],
  );
  return rows.map(({ name }) => name);
}
