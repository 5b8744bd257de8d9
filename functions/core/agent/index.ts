import * as Effect from "#core/effect/index.ts";
import { isAgency, mark, reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { assertSafeUrl } from "#platform/fetch.ts";
import type { AgentFigures, AgentPatch, AgentState, AgentTier, Tier } from "#schema/agent.ts";
import { AgentName, isTextTier, SectionBudgets } from "#schema/agent.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import type { QueueName } from "#schema/queues.ts";
import { roster } from "#schema/roster.ts";
import { type AdapterChoice, choiceOf, orderAdapters } from "./adapter.ts";
import { figuresOf } from "./figures.ts";
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
  /** Calls of tools a run may make; 1 for an agent without tools. */
  maxTurns: number;
  /** Names of the tools of the version, less those the client denies. */
  tools: string[];
  /** Tools that the client denies it. */
  toolsDenied: string[];
  /** Skills of the version; empty: all that are for the agent. */
  skills: string[];
  /** Tokens of a section of the prompt where the version says another number than usual. */
  sectionBudgets: SectionBudgets;
  /** Nothing may be told to anybody outside. */
  localOnly: boolean;
  enabled: boolean;
  paused: boolean;
  tier: AgentTier;
  adapter: AdapterChoice;
  /** What stands in for the adapter when it fails, in order. */
  standIns: AdapterChoice[];
  model: string;
}

const tiers: readonly Tier[] = ["cheap", "standard", "expensive"];

/** Agents whose work is long and cheap: a model on the own machine does it where there is one. */
const prefersLocal: ReadonlySet<AgentName> = new Set(["topic-researcher", "research-note-writer"]);

/** How the run of an agent that works in code is written down: nothing that it does leaves for a model of texts. */
const withoutModel: Pick<Effective, "adapter" | "standIns" | "model"> = {
  adapter: { id: "none", name: "none", kind: "offline", local: true, baseUrl: null, keyCipher: null, model: "none" },
  standIns: [],
  model: "none",
};

/**
 * The merged configuration of an agent for the tenant at work. After two rejections the next higher tier is used.
 * @throws `privacy.local_only` when the tenant allows only local models and the configuration names another
 */
export async function effective(tx: Tx, name: AgentName, rejections = 0): Promise<Effective> {
  const tenantId = tenant();
  const [agent, config, owner, adapters, orders] = await Promise.all([
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
        "v.maxTurns",
        "v.tools",
        "v.skills",
        "v.sectionBudgets",
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
    tx.selectFrom("adapterOrders").select(["tier", "adapterNames"]).execute(),
  ]);
  if (!agent) throw notFound("Agent", name);
  const own = {
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
    maxTurns: agent.maxTurns,
    toolsDenied: config?.toolsDenied ?? [],
    tools: agent.tools.filter((tool) => !config?.toolsDenied.includes(tool)),
    skills: agent.skills,
    sectionBudgets: SectionBudgets.catch({}).parse(agent.sectionBudgets),
    localOnly: owner.dataPrivacyLevel === "local_only",
    enabled: agent.enabled && (config?.enabled ?? true),
    paused: Boolean(agent.pausedAt ?? config?.pausedAt) || (config?.brokenUntil?.getTime() ?? 0) > Date.now(),
  };
  const needed = agent.tier as AgentTier;
  if (!isTextTier(needed)) return { ...own, tier: needed, ...withoutModel };
  const configured = (config?.tier ?? needed) as Tier;
  const tier = rejections >= 2 ? (tiers[Math.min(tiers.indexOf(configured) + 1, 2)] ?? configured) : configured;
  const isLocal = prefersLocal.has(name) && adapters.some(({ local, kind }) => local && kind !== "offline");
  const [first, ...others] = orderAdapters(adapters, {
    wanted: config?.adapter ?? agent.adapter ?? (isLocal ? null : owner.defaultAdapter),
    prefersLocal: isLocal,
    localOnly: owner.dataPrivacyLevel === "local_only",
    allowed: owner.allowedAdapters,
    order: orders.find((order) => order.tier === tier)?.adapterNames ?? null,
  });
  const adapter = choiceOf(first, tier, config?.model ?? agent.model);
  return {
    ...own,
    tier,
    adapter,
    // A model is known where it is configured; the others are asked for their own of the tier.
    standIns: others.map((other) => choiceOf(other, tier, null)),
    model: adapter.model,
  };
}

/** The agents as the tenant has them, with what they do now. */
export async function list(): Promise<AgentState[]> {
  require("agent.read", "see agents");
  return transaction(async (tx) => {
    const names = await tx.selectFrom("agents").select("name").orderBy("name").execute();
    const figures = await figuresOf(
      tx,
      names.map(({ name }) => name),
    );
    const states: AgentState[] = [];
    for (const { name } of names) states.push(await state(tx, AgentName.parse(name), figures));
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
  if (restricted && !isTextTier(roster[name].tier))
    throw new AppError(
      "request.illegal_transition",
      `${roster[name].label} has no model: there is no tier, adapter, model or webhook to choose.`,
    );
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

const nothingDone: AgentFigures = {
  running: 0,
  queued: 0,
  today: { runs: 0, failed: 0, credits: 0, costMicros: null },
  lastRun: null,
};

async function state(tx: Tx, name: AgentName, known?: ReadonlyMap<string, AgentFigures>): Promise<AgentState> {
  const [merged, master, config] = [
    await effective(tx, name),
    await tx
      .selectFrom("agents")
      .select(["label", "description", "queue"])
      .where("name", "=", name)
      .executeTakeFirstOrThrow(),
    await tx
      .selectFrom("agentConfigs")
      .select(["pausedAt", "webhookUrl"])
      .where("tenantId", "=", tenant())
      .where("agent", "=", name)
      .executeTakeFirst(),
  ];
  const figures = (known ?? (await figuresOf(tx, [name]))).get(name) ?? nothingDone;
  return {
    name,
    label: master.label,
    description: master.description,
    tier: merged.tier,
    adapter: merged.adapter.name,
    model: merged.model,
    enabled: merged.enabled,
    pausedAt: config?.pausedAt?.toISOString() ?? null,
    state: merged.paused ? "paused" : atWork(figures),
    figures,
    queueDepth: await depthOf(master.queue as QueueName),
    instructions: merged.instructions,
    webhookUrl: isAgency() ? (config?.webhookUrl ?? null) : null,
  };
}

function atWork({ running, queued, lastRun }: AgentFigures): AgentState["state"] {
  if (running > 0) return "working";
  if (queued > 0) return "queued";
  return lastRun?.status === "error" ? "failed" : "idle";
}

// The queues' library is loaded with the first look at an agent: nothing else of a surface counts jobs.
async function depthOf(queue: QueueName): Promise<number> {
  const { depth } = await import("#platform/queue.ts");
  return depth(queue);
}
