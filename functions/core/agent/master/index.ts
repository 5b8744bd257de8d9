import * as Effect from "#core/effect/index.ts";
import { iso } from "#core/page/index.ts";
import { reference, require } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { AgentGroup, AgentName, AgentTier } from "#schema/agent.ts";
import type { AgentOverride, MasterAgent, MasterAgentPatch } from "#schema/agent-version.ts";
import type { AuditAction } from "#schema/audit.ts";
import { AppError, notFound } from "#schema/errors.ts";
import type { Plan } from "#schema/tenant.ts";
import { figuresOf } from "./figures.ts";

export { draft, get as version, list as versions, publish, rollBack } from "./versions.ts";

type Row = Awaited<ReturnType<ReturnType<typeof masters>["execute"]>>[number];
const overridesMax = 200;

/** Every agent as the platform has it, with how it did in the last 30 days. */
export async function list(): Promise<MasterAgent[]> {
  require("agent_version.publish", "see the platform's agents", "platform");
  return transaction(async (tx) => {
    const rows = await masters(tx).orderBy("a.group").orderBy("a.name").execute();
    return shaped(tx, rows);
  });
}

/** One agent as the platform has it. */
export async function get(name: AgentName): Promise<MasterAgent> {
  require("agent_version.publish", "see the platform's agents", "platform");
  return transaction((tx) => read(tx, name));
}

/** Switches an agent on or off, pauses it, or changes whom it is for and how long it may take. @throws version_mismatch */
export async function patch(name: AgentName, input: MasterAgentPatch, rowVersion: number): Promise<MasterAgent> {
  require("agent_version.publish", "change the platform's agents", "platform");
  return transaction(async (tx) => {
    const before = await tx
      .selectFrom("agents")
      .select(["enabled", "pausedAt", "minPlan", "timeoutS", "rowVersion"])
      .where("name", "=", name)
      .forUpdate()
      .executeTakeFirst();
    if (!before) throw notFound("Agent", name);
    if (before.rowVersion !== rowVersion)
      throw new AppError("request.version_mismatch", `${name} was changed meanwhile. Load it again.`);
    const { enabled = before.enabled, minPlan = before.minPlan, timeoutS = before.timeoutS } = input;
    const paused = input.paused ?? before.pausedAt !== null;
    const pause = paused
      ? { pausedAt: before.pausedAt ?? new Date(), pausedBy: reference() }
      : { pausedAt: null, pausedBy: null };
    const was = { enabled: before.enabled, paused: before.pausedAt !== null };
    const old = { minPlan: before.minPlan, timeoutS: before.timeoutS };
    const isSame = JSON.stringify({ ...was, ...old }) === JSON.stringify({ enabled, paused, minPlan, timeoutS });
    if (isSame) return read(tx, name);
    await tx
      .updateTable("agents")
      .set({ enabled, minPlan, timeoutS, lockS: timeoutS + 60, ...pause, updatedBy: reference() })
      .where("name", "=", name)
      .execute();
    const subject = { type: "agent", id: name, label: name };
    await Effect.audit("agent.config_changed", subject, { before: old, after: { minPlan, timeoutS } });
    const switched = async (yes: AuditAction, no: AuditAction, from: boolean, to: boolean) => {
      if (from !== to) await Effect.audit(to ? yes : no, subject);
    };
    await switched("agent.enabled", "agent.disabled", was.enabled, enabled);
    await switched("agent.paused", "agent.resumed", was.paused, paused);
    await Effect.live("platform:updated", { keys: ["agents"] });
    return read(tx, name);
  });
}

/** The clients that have a configuration of their own of an agent, by name. */
export async function overrides(name: AgentName): Promise<AgentOverride[]> {
  require("agent_version.publish", "see what clients override", "platform");
  return transaction(async (tx) => {
    await read(tx, name);
    const rows = await tx
      .selectFrom("agentConfigs as c")
      .innerJoin("tenants as t", "t.id", "c.tenantId")
      .selectAll("c")
      .select("t.name as tenantName")
      .where("c.agent", "=", name)
      .orderBy("t.name")
      .orderBy("c.tenantId")
      .limit(overridesMax)
      .execute();
    return rows.map((row) => ({
      ...{ tenantId: row.tenantId, tenantName: row.tenantName, enabled: row.enabled, pausedAt: iso(row.pausedAt) },
      ...{ tier: row.tier as AgentTier | null, adapter: row.adapter, model: row.model, toolsDenied: row.toolsDenied },
      ...{ hasInstructions: row.instructions !== null, hasWebhook: row.webhookUrl !== null },
      updatedAt: iso(row.updatedAt),
    }));
  });
}

/** Tools and skills that a version can name. */
export async function choices(): Promise<{ tools: string[]; skills: string[] }> {
  require("agent_version.publish", "see what agents can use", "platform");
  return transaction(async (tx) => {
    const tools = await tx.selectFrom("tools").select("name").where("enabled", "=", true).orderBy("name").execute();
    const skills = await tx
      .selectFrom("skills")
      .select("name")
      .where("deletedAt", "is", null)
      .orderBy("name")
      .execute();
    return { tools: tools.map(({ name }) => name), skills: skills.map(({ name }) => name) };
  });
}

async function read(tx: Tx, name: AgentName): Promise<MasterAgent> {
  const [agent] = await shaped(tx, await masters(tx).where("a.name", "=", name).execute());
  if (!agent) throw notFound("Agent", name);
  return agent;
}

function masters(tx: Tx) {
  return tx
    .selectFrom("agents as a")
    .innerJoin("agentVersions as v", "v.id", "a.currentVersionId")
    .select([
      ...(["a.name", "a.label", "a.description", "a.group", "a.enabled", "a.pausedAt", "a.minPlan"] as const),
      ...(["a.timeoutS", "a.concurrency", "a.rowVersion", "v.version", "v.tier", "v.adapter", "v.model"] as const),
    ])
    .select((eb) =>
      eb
        .selectFrom("agentConfigs as c")
        .select((inner) => inner.fn.countAll<number>().as("count"))
        .whereRef("c.agent", "=", "a.name")
        .as("overrides"),
    );
}

async function shaped(tx: Tx, rows: readonly Row[]): Promise<MasterAgent[]> {
  const figures = await figuresOf(
    tx,
    rows.map(({ name }) => name),
  );
  return rows.map((row) => ({
    ...row,
    name: row.name as AgentName,
    group: row.group as AgentGroup,
    tier: row.tier as AgentTier,
    minPlan: row.minPlan as Plan,
    pausedAt: iso(row.pausedAt),
    overrides: row.overrides ?? 0,
    figures: figures.get(row.name) ?? { runs: 0, succeeded: 0, failed: 0, cost: [] },
  }));
}
