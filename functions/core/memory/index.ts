import * as Effect from "#core/effect/index.ts";
import { iso } from "#core/page/index.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { AgentName } from "#schema/agent.ts";
import { notFound } from "#schema/errors.ts";
import {
  type AgentMemory,
  type Lesson,
  type LessonSource,
  type MemoryKey,
  MemoryValue,
  memoryKeys,
  type PointChoice,
} from "#schema/memory.ts";
import { roster } from "#schema/roster.ts";
import { confidenceOf } from "./compose.ts";
import { hold, remember, subjectOf } from "./learn.ts";

export { approved, rejected, type Written } from "./decided.ts";
export { edited } from "./edited.ts";
export type { Lesson } from "./learn.ts";
export { preferredLength, recall } from "./recall.ts";

const evidenceMax = 2_000;

/** What the agents remember of the tenant at work, and what people took away of it. */
export async function list(agent?: AgentName): Promise<AgentMemory[]> {
  require("agent_memory.read", "see what agents have learned");
  return transaction((tx) => shown(tx, agent));
}

/** Takes away one point of a memory, or all of it. It is not learned again from the same texts. */
export async function forget(id: string, { point }: PointChoice = {}): Promise<void> {
  require("agent_memory.forget", "take away what agents have learned");
  await transaction(async (tx) => {
    const { agent, key } = await find(tx, id);
    if ((await put(tx, { agent, key, point }, "forgotten")) === 0) throw notFound("Memory", point ?? id);
    await composed(tx, agent, "agent_memory.cleared", { key, point });
  });
}

/** Takes away everything that an agent has learned of the tenant. */
export async function clear(agent: AgentName): Promise<void> {
  require("agent_memory.forget", "take away what agents have learned");
  await transaction(async (tx) => {
    if ((await put(tx, { agent }, "forgotten")) > 0) await composed(tx, agent, "agent_memory.cleared", {});
  });
}

/** Brings back a point that was taken away, or all of them. */
export async function restore(id: string, { point }: PointChoice = {}): Promise<AgentMemory> {
  require("agent_memory.forget", "bring back what agents have learned");
  return transaction(async (tx) => {
    const { agent, key } = await find(tx, id);
    if ((await put(tx, { agent, key, point }, "known")) === 0) throw notFound("Removed memory", point ?? id);
    await composed(tx, agent, "agent_memory.changed", { key, point });
    const memory = (await shown(tx, agent)).find((one) => one.id === id);
    if (!memory) throw notFound("Memory", id);
    return memory;
  });
}

async function find(tx: Tx, id: string): Promise<{ agent: AgentName; key: string }> {
  const row = await tx
    .selectFrom("tenantAgentMemories")
    .select(["agent", "key"])
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .executeTakeFirst();
  if (!row) throw notFound("Memory", id);
  return row as { agent: AgentName; key: string };
}

/** @returns how many texts that speaks of */
async function put(
  tx: Tx,
  { agent, key, point }: { agent: AgentName; key?: string; point?: string | undefined },
  to: "forgotten" | "known",
): Promise<number> {
  await hold(tx, agent);
  const isKnown = to === "known";
  const rows = await tx
    .updateTable("memoryEvidence")
    .set({ forgottenAt: isKnown ? null : new Date(), forgottenBy: isKnown ? null : reference() })
    .where("tenantId", "=", tenant())
    .where("agent", "=", agent)
    .where("forgottenAt", isKnown ? "is not" : "is", null)
    .$if(key !== undefined, (query) => query.where("key", "=", key ?? ""))
    .$if(point !== undefined, (query) => query.where("point", "=", point ?? ""))
    .returning("id")
    .execute();
  return rows.length;
}

async function composed(
  tx: Tx,
  agent: AgentName,
  action: "agent_memory.changed" | "agent_memory.cleared",
  { key, point }: { key?: string; point?: string | undefined },
): Promise<void> {
  const { before, after } = await remember(tx, agent);
  const of = { ...(key ? { key } : {}), ...(point ? { point } : {}) };
  await Effect.audit(action, subjectOf(agent), { before, after: { ...after, ...of } });
}

async function shown(tx: Tx, agent?: AgentName): Promise<AgentMemory[]> {
  const rows = await tx
    .selectFrom("tenantAgentMemories")
    .select(["id", "agent", "key", "value", "confidence", "evidenceCount"])
    .where("tenantId", "=", tenant())
    .$if(agent !== undefined, (query) => query.where("agent", "=", agent ?? ""))
    .orderBy("agent")
    .orderBy("key")
    .execute();
  const evidence = await evidenceOf(tx, agent);
  return rows.flatMap((row) => {
    if (!(row.key in memoryKeys) || !(row.agent in roster)) return [];
    const key = row.key as MemoryKey;
    const of = evidence.filter((one) => one.agent === row.agent && one.key === key);
    const groups = Map.groupBy(of, ({ point }) => point);
    const points = (MemoryValue.safeParse(row.value).data ?? []).flatMap(({ point, text, ...told }): Lesson[] => {
      const seen = groups.get(point)?.find(({ forgottenAt }) => !forgottenAt);
      const { confidence, evidenceCount } = told;
      return seen ? [{ point, text, confidence, evidenceCount, ...whereOf(seen) }] : [];
    });
    const removed = [...groups].flatMap(([point, [last, ...others]]): Lesson[] => {
      if (!last?.forgottenAt) return [];
      const evidenceCount = others.length + 1;
      return [{ point, text: last.lesson, confidence: confidenceOf(evidenceCount), evidenceCount, ...whereOf(last) }];
    });
    if (points.length + removed.length === 0) return [];
    const { id, confidence, evidenceCount } = row;
    const named = { agent: row.agent, agentLabel: roster[row.agent as AgentName].label };
    return [{ id, ...named, key, label: memoryKeys[key].label, confidence, evidenceCount, points, removed }];
  });
}

async function evidenceOf(tx: Tx, agent?: AgentName) {
  return tx
    .selectFrom("memoryEvidence")
    .select(["agent", "key", "point", "lesson", "source", "subjectType", "subjectId", "version"])
    .select(["learnedAt", "forgottenAt"])
    .where("tenantId", "=", tenant())
    .$if(agent !== undefined, (query) => query.where("agent", "=", agent ?? ""))
    .orderBy("learnedAt", "desc")
    .orderBy("id", "desc")
    .limit(evidenceMax)
    .execute();
}

function whereOf(row: Awaited<ReturnType<typeof evidenceOf>>[number]) {
  return {
    learnedAt: iso(row.learnedAt),
    source: row.source as LessonSource,
    subject: { type: row.subjectType, id: row.subjectId, version: row.version },
  };
}
