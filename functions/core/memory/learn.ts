import * as Effect from "#core/effect/index.ts";
import { tenant } from "#platform/actor.ts";
import { sql, type Tx } from "#platform/db.ts";
import type { AgentName } from "#schema/agent.ts";
import { newId } from "#schema/ids.ts";
import type { LessonData, LessonSource, MemoryKey } from "#schema/memory.ts";
import { roster } from "#schema/roster.ts";
import { type Composed, compose, type Evidence } from "./compose.ts";

/** Something that one text teaches its writer. */
export interface Lesson {
  key: MemoryKey;
  point: string;
  /** A sentence without its full stop. */
  lesson: string;
  data?: LessonData;
}

/** The text that teaches, and how. */
export interface Taught {
  agent: AgentName;
  subject: { type: string; id: string };
  version: number;
  source: LessonSource;
}

/** What became of an agent's memory, by key. */
interface Changes {
  before: Record<string, string>;
  after: Record<string, string>;
}

const evidenceMax = 500;

/**
 * Keeps what a text teaches and composes the agent's memory anew, in the transaction of the edit or decision. A text teaches a
 * point once, however often it is told; what people took away is not learned again from the same text.
 */
export async function learn(tx: Tx, of: Taught, lessons: readonly Lesson[]): Promise<void> {
  if (lessons.length === 0) return;
  await hold(tx, of.agent);
  for (const { key, point, lesson, data = {} } of lessons)
    await tx
      .insertInto("memoryEvidence")
      .values({
        ...{ tenantId: tenant(), id: newId("memoryEvidence"), agent: of.agent, key, version: of.version },
        ...{ point: point.slice(0, 200), lesson: lesson.slice(0, 600), data: JSON.stringify(data) },
        ...{ source: of.source, subjectType: of.subject.type, subjectId: of.subject.id, learnedAt: new Date() },
      })
      .onConflict((conflict) =>
        conflict
          .columns(["tenantId", "agent", "key", "point", "subjectType", "subjectId"])
          .doUpdateSet((eb) => ({
            lesson: eb.ref("excluded.lesson"),
            data: eb.ref("excluded.data"),
            version: eb.ref("excluded.version"),
            learnedAt: eb.ref("excluded.learnedAt"),
          }))
          .where("memoryEvidence.version", "<", of.version)
          .where("memoryEvidence.forgottenAt", "is", null),
      )
      .execute();
  const { before, after } = await remember(tx, of.agent);
  if (Object.keys(after).length === 0) return;
  await Effect.audit("agent_memory.changed", subjectOf(of.agent), { before, after });
}

/** Takes back what a version had taught; what people took away stays away. The memory is composed anew by what follows. */
export async function retract(tx: Tx, of: Taught): Promise<void> {
  await hold(tx, of.agent);
  await tx
    .deleteFrom("memoryEvidence")
    .where("tenantId", "=", tenant())
    .where("agent", "=", of.agent)
    .where("subjectType", "=", of.subject.type)
    .where("subjectId", "=", of.subject.id)
    .where("version", "=", of.version)
    .where("source", "=", of.source)
    .where("forgottenAt", "is", null)
    .execute();
}

/** Lets one transaction at a time change what an agent of the tenant remembers, until it ends. */
export async function hold(tx: Tx, agent: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`memory:${tenant()}:${agent}`}, 0))`.execute(tx);
}

/** Composes what an agent remembers of all that it was taught. @returns confidence by key where anything changed */
export async function remember(tx: Tx, agent: AgentName): Promise<Changes> {
  const evidence = await tx
    .selectFrom("memoryEvidence")
    .select(["key", "point", "lesson", "data", "source", "learnedAt", "worded", "wordedAmount"])
    .where("tenantId", "=", tenant())
    .where("agent", "=", agent)
    .where("forgottenAt", "is", null)
    .orderBy("learnedAt", "desc")
    .orderBy("id", "desc")
    .limit(evidenceMax)
    .execute();
  const composed = compose(evidence as unknown as Evidence[]);
  const rows = await tx
    .selectFrom("tenantAgentMemories")
    .select(["id", "key", "value", "confidence", "evidenceCount"])
    .where("tenantId", "=", tenant())
    .where("agent", "=", agent)
    .execute();
  const changes: Changes = { before: {}, after: {} };
  for (const key of new Set([...composed.keys(), ...rows.map((row) => row.key)])) {
    const before = rows.find((row) => row.key === key);
    const after = composed.get(key as MemoryKey) ?? empty;
    if (before && isSame(before, after)) continue;
    await put(tx, agent, key, after);
    changes.before[key] = sayOf(before);
    changes.after[key] = sayOf(after);
  }
  if (Object.keys(changes.after).length > 0) await Effect.live("agent_memory:updated", { agent });
  return changes;
}

/** What an agent's memory is to the log. */
export function subjectOf(agent: AgentName) {
  return { type: "agent", id: agent, label: roster[agent].label };
}

function sayOf(of: { confidence: number; evidenceCount: number } | undefined): string {
  return of ? `${of.evidenceCount} seen, ${of.confidence} sure` : "nothing";
}

const empty: Composed = { points: [], confidence: 0, evidenceCount: 0 };

function isSame(row: { value: unknown; confidence: number; evidenceCount: number }, after: Composed): boolean {
  const { points, confidence, evidenceCount } = after;
  return row.confidence === confidence && row.evidenceCount === evidenceCount && stable(row.value) === stable(points);
}

// The database gives the fields of an object back in an order of its own.
function stable(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

async function put(tx: Tx, agent: string, key: string, { points, confidence, evidenceCount }: Composed): Promise<void> {
  const value = JSON.stringify(points);
  await tx
    .insertInto("tenantAgentMemories")
    .values({ tenantId: tenant(), id: newId("tenantAgentMemory"), agent, key, value, confidence, evidenceCount })
    .onConflict((conflict) =>
      conflict.columns(["tenantId", "agent", "key"]).doUpdateSet({ value, confidence, evidenceCount }),
    )
    .execute();
}
