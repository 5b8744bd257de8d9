import * as Effect from "#core/effect/index.ts";
import { iso } from "#core/page/index.ts";
import { reference, require } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { AgentName, AgentTier } from "#schema/agent.ts";
import type { AgentVersion, AgentVersionInput, AgentVersionRow } from "#schema/agent-version.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { demandSound } from "./rules.ts";

type Row = NonNullable<Awaited<ReturnType<typeof find>>>;
const listedMax = 100;

/** The versions of an agent, newest first, without their words. */
export async function list(name: AgentName): Promise<AgentVersionRow[]> {
  require("agent_version.publish", "see versions of agents", "platform");
  return transaction(async (tx) => {
    const { id } = await locked(tx, name);
    const rows = await tx
      .selectFrom("agentVersions")
      .selectAll()
      .where("agentId", "=", id)
      .orderBy("version", "desc")
      .limit(listedMax)
      .execute();
    return rows.map(rowOf);
  });
}

/** One version in full. */
export async function get(name: AgentName, version: number): Promise<AgentVersion> {
  require("agent_version.publish", "see versions of agents", "platform");
  return transaction(async (tx) => shape(await demandVersion(tx, name, version)));
}

/** Writes a version that nobody works by yet. @throws validation_failed for what the agent cannot have */
export async function draft(name: AgentName, input: AgentVersionInput): Promise<AgentVersion> {
  require("agent_version.publish", "write versions of agents", "platform");
  return transaction(async (tx) => {
    const agent = await locked(tx, name);
    await demandSound(tx, name, input);
    const made = await insert(tx, agent, input);
    const after = { version: made.version, changeNote: made.changeNote };
    await Effect.audit("agent.version_drafted", subject(name), { after });
    await Effect.live("platform:updated", { keys: [`agents/${name}`] });
    return shape(made);
  });
}

/** Lets every client work by a draft from the next run on; runs at work end by what they began with. */
export async function publish(name: AgentName, version: number): Promise<AgentVersion> {
  require("agent_version.publish", "publish versions of agents", "platform");
  return transaction(async (tx) => {
    const agent = await locked(tx, name);
    const row = await demandVersion(tx, name, version);
    if (row.status !== "draft")
      throw new AppError(
        "request.illegal_transition",
        `Version ${version} is ${row.status}. ${row.status === "active" ? "It is in use already." : "Roll back to it instead."}`,
      );
    await demandSound(tx, name, shape(row));
    const before = await activeOf(tx, agent.id);
    const made = await activate(tx, agent.id, row.id);
    await Effect.audit("agent.version_published", subject(name), {
      before: { version: before },
      after: { version, changeNote: row.changeNote },
    });
    await Effect.live("platform:updated", { keys: ["agents"] });
    return shape(made);
  });
}

/** Brings an earlier version back as a new one, so that the history only grows. */
export async function rollBack(name: AgentName, version: number): Promise<AgentVersion> {
  require("agent_version.publish", "roll agents back", "platform");
  return transaction(async (tx) => {
    const agent = await locked(tx, name);
    const row = await demandVersion(tx, name, version);
    if (row.status !== "retired")
      throw new AppError(
        "request.illegal_transition",
        `Version ${version} is ${row.status}; only a retired one is brought back.`,
      );
    const input = { ...shape(row), changeNote: `Back to version ${version}` };
    await demandSound(tx, name, input);
    const before = await activeOf(tx, agent.id);
    const made = await insert(tx, agent, input);
    const active = await activate(tx, agent.id, made.id);
    await Effect.audit("agent.version_rolled_back", subject(name), {
      before: { version: before },
      after: { version: made.version, to: version },
    });
    await Effect.live("platform:updated", { keys: ["agents"] });
    return shape(active);
  });
}

// What goes in and out of an agent is its code's, so every version takes it from the one before.
async function insert(tx: Tx, agent: { id: string; currentVersionId: string | null }, input: AgentVersionInput) {
  const present = await tx
    .selectFrom("agentVersions")
    .select(["inputSchema", "outputSchema", "sectionBudgets"])
    .where("id", "=", agent.currentVersionId ?? "")
    .executeTakeFirstOrThrow();
  const { last } = await tx
    .selectFrom("agentVersions")
    .select((eb) => eb.fn.max("version").as("last"))
    .where("agentId", "=", agent.id)
    .executeTakeFirstOrThrow();
  const { systemPrompt, tier, adapter, model, temperature, maxOutputTokens, maxTurns, tools, skills } = input;
  return tx
    .insertInto("agentVersions")
    .values({
      ...{ id: newId("agentVersion"), agentId: agent.id, version: last + 1, status: "draft" },
      ...{ systemPrompt, tier, adapter, model, temperature, maxOutputTokens, maxTurns, tools, skills },
      ...{ maxTokensPerRun: input.maxTokensPerRun, maxCostPerRunMinor: input.maxCostPerRunMinor },
      inputSchema: JSON.stringify(present.inputSchema),
      outputSchema: JSON.stringify(present.outputSchema),
      sectionBudgets: JSON.stringify(present.sectionBudgets),
      changeNote: input.changeNote,
      createdBy: reference(),
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

async function activate(tx: Tx, agentId: string, versionId: string): Promise<Row> {
  await tx
    .updateTable("agentVersions")
    .set({ status: "retired" })
    .where("agentId", "=", agentId)
    .where("status", "=", "active")
    .execute();
  const row = await tx
    .updateTable("agentVersions")
    .set({ status: "active", publishedBy: reference(), publishedAt: new Date() })
    .where("id", "=", versionId)
    .returningAll()
    .executeTakeFirstOrThrow();
  await tx.updateTable("agents").set({ currentVersionId: versionId }).where("id", "=", agentId).execute();
  return row;
}

async function activeOf(tx: Tx, agentId: string): Promise<number | null> {
  const row = await tx
    .selectFrom("agentVersions")
    .select("version")
    .where("agentId", "=", agentId)
    .where("status", "=", "active")
    .executeTakeFirst();
  return row?.version ?? null;
}

async function locked(tx: Tx, name: AgentName) {
  const row = await tx
    .selectFrom("agents")
    .select(["id", "currentVersionId"])
    .where("name", "=", name)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("Agent", name);
  return row;
}

function find(tx: Tx, name: AgentName, version: number) {
  return tx
    .selectFrom("agentVersions as v")
    .innerJoin("agents as a", "a.id", "v.agentId")
    .selectAll("v")
    .where("a.name", "=", name)
    .where("v.version", "=", version)
    .executeTakeFirst();
}

async function demandVersion(tx: Tx, name: AgentName, version: number): Promise<Row> {
  const row = await find(tx, name, version);
  if (!row) throw notFound(`Version of ${name}`, String(version));
  return row;
}

function subject(name: AgentName) {
  return { type: "agent", id: name, label: name };
}

function rowOf(row: Row): AgentVersionRow {
  const { id, version, changeNote, publishedBy } = row;
  const status = row.status as AgentVersionRow["status"];
  return {
    id,
    version,
    status,
    changeNote,
    publishedBy,
    publishedAt: iso(row.publishedAt),
    createdAt: iso(row.createdAt),
  };
}

function shape(row: Row): AgentVersion {
  const { systemPrompt, adapter, model, temperature, maxOutputTokens, maxTurns, tools, skills } = row;
  const { maxTokensPerRun, maxCostPerRunMinor } = row;
  return {
    ...rowOf(row),
    ...{ systemPrompt, adapter, model, temperature, maxOutputTokens, maxTurns, tools, skills },
    ...{ maxTokensPerRun, maxCostPerRunMinor, tier: row.tier as AgentTier },
  };
}
