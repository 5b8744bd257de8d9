import * as Effect from "#core/effect/index.ts";
import { iso } from "#core/page/index.ts";
import { reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { AgentName } from "#schema/agent.ts";
import { AppError, notFound } from "#schema/errors.ts";
import {
  type AgentMemory,
  type Lesson,
  type LessonSource,
  type MemoryKey,
  MemoryValue,
  type MemoryWords,
  memoryKeys,
  type PointChoice,
} from "#schema/memory.ts";
import { roster } from "#schema/roster.ts";
import { confidenceOf } from "./compose.ts";
import { hold, remember, subjectOf } from "./learn.ts";

export { byHand, writerOf } from "./by-hand.ts";
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
    return one(tx, agent, id);
  });
}

/**
 * Keeps a point as people put it, or the figure they want; what is learned later says how often it was seen, not how it is put. Null
 * gives it back the words it was learned in. @throws request.version_mismatch; request.illegal_transition for examples
 */
export async function word(id: string, { point, text, amount }: MemoryWords, rowVersion: number): Promise<AgentMemory> {
  require("agent_memory.edit", "change what agents have learned");
  return transaction(async (tx) => {
    const { agent, key } = await find(tx, id);
    await hold(tx, agent);
    const before = await one(tx, agent, id);
    if (before.rowVersion !== rowVersion)
      throw new AppError("request.version_mismatch", "This was learned anew or changed meanwhile. Look at it again.");
    demandWords(key as MemoryKey, text !== undefined);
    const known = before.points.find((lesson) => lesson.point === point);
    if (!known) throw notFound("Memory", point);
    const isTaken = (text ?? amount ?? null) === null;
    await tx
      .updateTable("memoryEvidence")
      .set({ worded: text ?? null, wordedAmount: amount ?? null, wordedBy: isTaken ? null : reference() })
      .where("tenantId", "=", tenant())
      .where("agent", "=", agent)
      .where("key", "=", key)
      .where("point", "=", point)
      .where("forgottenAt", "is", null)
      .execute();
    await remember(tx, agent);
    const after = await one(tx, agent, id);
    const said = (memory: AgentMemory) => memory.points.find((lesson) => lesson.point === point)?.text;
    if (said(before) !== said(after))
      await Effect.audit("agent_memory.changed", subjectOf(agent), {
        before: { key, point, text: said(before) },
        after: { key, point, text: said(after) },
      });
    return after;
  });
}

// Examples are texts themselves, lengths are figures.
function demandWords(key: MemoryKey, areWords: boolean): void {
  const way = memoryKeys[key].confirms;
  if (way !== "example" && (way === "mean") !== areWords) return;
  throw new AppError(
    "request.illegal_transition",
    way === "example"
      ? "An example is a text of its own. Take it away; the next best one takes its place."
      : `${memoryKeys[key].label} is put as ${way === "mean" ? "a figure" : "words"}.`,
  );
}

async function one(tx: Tx, agent: AgentName, id: string): Promise<AgentMemory> {
  const memory = (await shown(tx, agent)).find((row) => row.id === id);
  if (!memory) throw notFound("Memory", id);
  return memory;
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
    .select(["id", "agent", "key", "value", "confidence", "evidenceCount", "rowVersion"])
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
      const known = groups.get(point)?.filter(({ forgottenAt }) => !forgottenAt) ?? [];
      const [seen] = known;
      const { confidence, evidenceCount } = told;
      const amount = typeof told.data["amount"] === "number" ? told.data["amount"] : null;
      const isWorded = known.some(({ wordedBy }) => wordedBy !== null);
      return seen ? [{ point, text, amount, isWorded, confidence, evidenceCount, ...whereOf(seen) }] : [];
    });
    const removed = [...groups].flatMap(([point, [last, ...others]]): Lesson[] => {
      if (!last?.forgottenAt) return [];
      const evidenceCount = others.length + 1;
      const confidence = confidenceOf(evidenceCount);
      const put = { text: last.worded ?? last.lesson, isWorded: last.wordedBy !== null, amount: last.wordedAmount };
      return [{ point, ...put, confidence, evidenceCount, ...whereOf(last) }];
    });
    if (points.length + removed.length === 0) return [];
    const { id, confidence, evidenceCount, rowVersion } = row;
    const mayWord = memoryKeys[key].confirms !== "example";
    const named = { agent: row.agent, agentLabel: roster[row.agent as AgentName].label };
    return [
      {
        id,
        ...named,
        key,
        label: memoryKeys[key].label,
        confidence,
        evidenceCount,
        mayWord,
        rowVersion,
        points,
        removed,
      },
    ];
  });
}

async function evidenceOf(tx: Tx, agent?: AgentName) {
  return tx
    .selectFrom("memoryEvidence")
    .select(["agent", "key", "point", "lesson", "source", "subjectType", "subjectId", "version"])
    .select(["learnedAt", "forgottenAt", "worded", "wordedAmount", "wordedBy"])
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
