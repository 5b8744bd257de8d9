import * as Effect from "#core/effect/index.ts";
import { isAlike } from "#core/topic/rules.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { newId } from "#schema/ids.ts";
import type { ResearchKind } from "#schema/research.ts";
import type { Topic } from "#schema/topic.ts";

/** Notes of a run, as they are read by those who write with them. */
export interface Note {
  id: string;
  body: string;
  metadata: Record<string, unknown>;
}

/** Keeps the notes of a run. A run writes once. */
export async function write(
  tx: Tx,
  note: { kind: ResearchKind; title: string; body: string; metadata: object; runId: string; activityId?: string },
): Promise<string> {
  const known = await tx
    .selectFrom("researchNotes")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("runId", "=", note.runId)
    .executeTakeFirst();
  if (known) return known.id;
  const id = newId("researchNote");
  await tx
    .insertInto("researchNotes")
    .values({
      tenantId: tenant(),
      id,
      kind: note.kind,
      title: note.title,
      body: note.body,
      sha256: sha256(note.body),
      metadata: JSON.stringify(note.metadata),
      runId: note.runId,
      activityId: note.activityId ?? null,
    })
    .execute();
  if (note.kind === "competitor")
    await Effect.job("rag__ingest", { kind: "text", subjectType: "research_note", subjectId: id });
  await Effect.audit(
    "research_note.written",
    { type: "research_note", id, label: note.title },
    { after: { kind: note.kind } },
  );
  return id;
}

/** The newest notes of a kind, or undefined. */
export async function latest(tx: Tx, kind: ResearchKind): Promise<Note | undefined> {
  const row = await tx
    .selectFrom("researchNotes")
    .select(["id", "body", "metadata"])
    .where("tenantId", "=", tenant())
    .where("kind", "=", kind)
    .orderBy("id", "desc")
    .limit(1)
    .executeTakeFirst();
  return row ? { id: row.id, body: row.body ?? "", metadata: row.metadata as Record<string, unknown> } : undefined;
}

/** The topics that lists made since a time hold, newest list first. */
export async function topicsSince(tx: Tx, since: Date): Promise<Topic[]> {
  const rows = await tx
    .selectFrom("researchNotes")
    .select("metadata")
    .where("tenantId", "=", tenant())
    .where("kind", "=", "topic")
    .where("createdAt", ">=", since)
    .orderBy("id", "desc")
    .limit(10)
    .execute();
  return rows.flatMap(({ metadata }) => (metadata as unknown as { topics?: Topic[] }).topics ?? []);
}

/** The newest notes on a subject, under that title or one much like it, or undefined. */
export async function on(tx: Tx, subject: string): Promise<string | undefined> {
  const rows = await tx
    .selectFrom("researchNotes")
    .select(["title", "body"])
    .where("tenantId", "=", tenant())
    .where("kind", "=", "research")
    .orderBy("id", "desc")
    .limit(50)
    .execute();
  return rows.find(({ title }) => isAlike(title, subject))?.body ?? undefined;
}
