import * as Effect from "#core/effect/index.ts";
import { isAgency, mark, reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { assertSafeUrl } from "#platform/fetch.ts";
import type { AdapterKind } from "#platform/model/types.ts";
import type { AgentPatch, AgentState, Tier } from "#schema/agent.ts";
import { AgentName } from "#schema/agent.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import type { QueueName } from "#schema/queues.ts";
import { pickAdapter } from "./adapter.ts";
import { sealed } from "./webhook.ts";

/** What one run of an agent works with: platform version, tenant override and adapter merged. */
export interface Effective {
  name: AgentName;
  versionId: string;
  version: number;
  systemPrompt: string;
  instructions: string | null;
  temperature: number;
  maxOutputTokens: number;
  maxTokensPerRun: number | null;
  maxCostPerRunMinor: number | null;
  timeoutMs: number;
  enabled: boolean;
  paused: boolean;
  tier: Tier;
  adapter: {
    id: string;
    name: string;
    kind: AdapterKind;
    local: boolean;
    baseUrl: string | null;
    keyCipher: string | null;
  };
  model: string;
}

const tiers: readonly Tier[] = ["cheap", "standard", "expensive"];

/**
 * The merged configuration of an agent for the tenant at work. After two rejections the next higher tier is used.
 * @throws `privacy.local_only` when the tenant allows only local models and the configuration names another
 */
export async function effective(tx: Tx, name: AgentName, rejections = 0): Promise<Effective> {
  const tenantId = tenant();
  const [agent, config, owner, adapters] = await Promise.all([
    tx
      .selectFrom("agents as a")
      .innerJoin("agentVersions as v", "v.id", "a.currentVersionId")
      .select([
        "a.enabled",
        "a.pausedAt",
        "a.timeoutS",
        "v.id as versionId",
        "v.version",
        "v.systemPrompt",
        "v.temperature",
        "v.maxOutputTokens",
        "v.maxTokensPerRun",
        "v.maxCostPerRunMinor",
        "v.tier",
        "v.adapter",
        "v.model",
      ])
      .where("a.name", "=", name)
      .executeTakeFirst(),
    tx
      .selectFrom("agentConfigs")
      .selectAll()
      .where("tenantId", "=", tenantId)
      .where("agent", "=", name)
      .executeTakeFirst(),
    tx
      .selectFrom("tenants")
      .select(["dataPrivacyLevel", "defaultAdapter", "allowedAdapters"])
      .where("id", "=", tenantId)
      .executeTakeFirstOrThrow(),
    tx.selectFrom("adapters").selectAll().where("enabled", "=", true).orderBy("priority").orderBy("name").execute(),
  ]);
  if (!agent) throw notFound("Agent", name);
  const configured = (config?.tier ?? agent.tier) as Tier;
  const tier = rejections >= 2 ? (tiers[Math.min(tiers.indexOf(configured) + 1, 2)] ?? configured) : configured;
  const adapter = pickAdapter(adapters, {
    wanted: config?.adapter ?? agent.adapter ?? owner.defaultAdapter,
    localOnly: owner.dataPrivacyLevel === "local_only",
    allowed: owner.allowedAdapters,
  });
  const models = adapter.models as Record<Tier, string>;
  return {
    name,
    versionId: agent.versionId,
    version: agent.version,
    systemPrompt: agent.systemPrompt,
    instructions: config?.instructions ?? null,
    temperature: agent.temperature,
    maxOutputTokens: agent.maxOutputTokens,
    maxTokensPerRun: config?.maxTokensPerRun ?? agent.maxTokensPerRun,
    maxCostPerRunMinor: config?.maxCostPerRunMinor ?? agent.maxCostPerRunMinor,
    timeoutMs: agent.timeoutS * 1_000,
    enabled: agent.enabled && (config?.enabled ?? true),
    paused: Boolean(agent.pausedAt ?? config?.pausedAt),
    tier,
    adapter: {
      id: adapter.id,
      name: adapter.name,
      kind: adapter.kind as AdapterKind,
      local: adapter.local,
      baseUrl: adapter.baseUrl,
      keyCipher: adapter.keyCipher,
    },
    model: config?.model ?? agent.model ?? models[tier],
  };
}

/** The agents as the tenant has them, with what they do now. */
export async function list(): Promise<AgentState[]> {
  require("agent.read", "see agents");
  return transaction(async (tx) => {
    const names = await tx.selectFrom("agents").select("name").orderBy("name").execute();
    const states: AgentState[] = [];
    for (const { name } of names) states.push(await state(tx, AgentName.parse(name)));
    return states;
  });
}

/** Changes the tenant's override. The client side may switch on and off and give instructions; the rest is the agency's. */
export async function configure(name: AgentName, patch: AgentPatch): Promise<AgentState> {
  require("agent.configure", "configure agents");
  const { webhook, ...plain } = patch;
  const restricted = [patch.tier, patch.adapter, patch.model, webhook].some((value) => value !== undefined);
  if (restricted && mark() === "TA")
    throw new AppError("auth.forbidden", "Tier, adapter, model and webhook are set by your agency.");
  if (webhook) await assertSafeUrl(webhook.url);
  return transaction(async (tx) => {
    const before = await override(tx, name);
    const values = {
      ...Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)),
      ...(webhook === undefined ? {} : await sealed(tx, name, webhook)),
    };
    await tx
      .insertInto("agentConfigs")
      .values({ tenantId: tenant(), id: newId("agentConfig"), agent: name, createdBy: reference(), ...values })
      .onConflict((conflict) =>
        conflict.columns(["tenantId", "agent"]).doUpdateSet({ ...values, updatedBy: reference() }),
      )
      .execute();
    await effective(tx, name);
    await Effect.audit(
      "agent.config_changed",
      { type: "agent", id: name, label: name },
      { before: shown(before), after: shown(await override(tx, name)) },
    );
    await Effect.live("settings:updated", { keys: [`agents.${name}`] });
    return state(tx, name);
  });
}

/** Pauses or resumes an agent for the tenant: no new run starts while paused. */
export async function setPaused(name: AgentName, paused: boolean): Promise<AgentState> {
  require("agent.pause", "pause agents");
  return transaction(async (tx) => {
    const values = { pausedAt: paused ? new Date() : null, pausedBy: paused ? reference() : null };
    await tx
      .insertInto("agentConfigs")
      .values({ tenantId: tenant(), id: newId("agentConfig"), agent: name, createdBy: reference(), ...values })
      .onConflict((conflict) =>
        conflict.columns(["tenantId", "agent"]).doUpdateSet({ ...values, updatedBy: reference() }),
      )
      .execute();
    await Effect.audit(paused ? "agent.paused" : "agent.resumed", { type: "agent", id: name, label: name });
    await Effect.live("settings:updated", { keys: [`agents.${name}`] });
    return state(tx, name);
  });
}

async function override(tx: Tx, name: AgentName) {
  return tx
    .selectFrom("agentConfigs")
    .select(["enabled", "tier", "adapter", "model", "instructions", "webhookUrl"])
    .where("tenantId", "=", tenant())
    .where("agent", "=", name)
    .executeTakeFirst();
}

function shown(row: Awaited<ReturnType<typeof override>>): Record<string, unknown> {
  return row ?? { enabled: true, tier: null, adapter: null, model: null, instructions: null, webhookUrl: null };
}

async function state(tx: Tx, name: AgentName): Promise<AgentState> {
  const [merged, master, running, config] = [
    await effective(tx, name),
    await tx
      .selectFrom("agents")
      .select(["label", "description", "queue"])
      .where("name", "=", name)
      .executeTakeFirstOrThrow(),
    await tx
      .selectFrom("agentRuns")
      .select("id")
      .where("tenantId", "=", tenant())
      .where("agent", "=", name)
      .where("status", "=", "running")
      .limit(1)
      .executeTakeFirst(),
    await tx
      .selectFrom("agentConfigs")
      .select(["pausedAt", "webhookUrl"])
      .where("tenantId", "=", tenant())
      .where("agent", "=", name)
      .executeTakeFirst(),
  ];
  return {
    name,
    label: master.label,
    description: master.description,
    tier: merged.tier,
    adapter: merged.adapter.name,
    model: merged.model,
    enabled: merged.enabled,
    pausedAt: config?.pausedAt?.toISOString() ?? null,
    state: merged.paused ? "paused" : running ? "working" : "idle",
    queueDepth: await depthOf(master.queue as QueueName),
    instructions: merged.instructions,
    webhookUrl: isAgency() ? (config?.webhookUrl ?? null) : null,
  };
}

// The queues' library is loaded with the first look at an agent: nothing else of a surface counts jobs.
async function depthOf(queue: QueueName): Promise<number> {
  const { depth } = await import("#platform/queue.ts");
  return depth(queue);
}
