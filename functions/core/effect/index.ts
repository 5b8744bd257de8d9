import type * as z from "zod";
import type { Actor } from "#platform/actor.ts";
import { current, origin, reference, tenant } from "#platform/actor.ts";
import { afterCommit, gather, type Insertable, transaction } from "#platform/db.ts";
import { nudge } from "#platform/live.ts";
import type { AuditAction, AuditActor } from "#schema/audit.ts";
import type { DB } from "#schema/database/tables.ts";
import { newId } from "#schema/ids.ts";
import type { LiveData, LiveType } from "#schema/live.ts";
import type { NotificationEvent } from "#schema/notification.ts";
import type { Payload, QueueName } from "#schema/queues.ts";
import type { SourcedCollection } from "#schema/search.ts";

const toOutbox = gather<Insertable<DB["outbox"]>>(async (tx, rows) => {
  await tx.insertInto("outbox").values(rows).execute();
  afterCommit(nudge);
});

interface Mark {
  tenantId: string;
  collection: SourcedCollection;
  subjectId: string;
}

// In one order everywhere: two changes that mark the same rows wait for each other, but never both.
const toSearchOutbox = gather<Mark>(async (tx, marks) => {
  const keyed = new Map(marks.map((mark) => [`${mark.tenantId} ${mark.collection} ${mark.subjectId}`, mark]));
  const sorted = [...keyed].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, mark]) => mark);
  await tx
    .insertInto("searchOutbox")
    .values(sorted.map((mark) => ({ ...mark, id: newId("searchOutbox"), op: "upsert" })))
    .onConflict((conflict) =>
      conflict
        .columns(["tenantId", "collection", "subjectId"])
        .where("deliveredAt", "is", null)
        .doUpdateSet({ attempts: 0 }),
    )
    .execute();
  afterCommit(nudge);
});

interface Subject {
  type: string;
  id: string;
  label: string;
}

/** A job for a queue, delivered after commit, at the earliest at `at`. @returns the job's id */
export async function job<Q extends QueueName>(
  queue: Q,
  data: Payload<Q>,
  options: { priority?: number; at?: Date } = {},
): Promise<string> {
  const id = newId("outbox");
  await emit(
    id,
    "job",
    queue,
    { data, ...(options.priority === undefined ? {} : { priority: options.priority }) },
    options.at,
  );
  return id;
}

/** A live event of the tenant: it says "look again". */
export async function live<T extends LiveType>(type: T, data: LiveData<T>): Promise<void> {
  await emit(newId("outbox"), "live", type, { data });
}

/** Tells the people an event concerns; who and how is decided when it is routed. */
export async function notify(
  event: NotificationEvent,
  subject: { type: string; id: string },
  data: Record<string, string>,
  risk?: "low" | "medium" | "high",
): Promise<void> {
  await emit(newId("outbox"), "notification", event, { subject, data, ...(risk ? { risk } : {}) });
}

/**
 * The audit entry of a change: only fields that differ are kept, secrets never reach here.
 * A change that changes nothing leaves no entry; a creation has an empty `before`.
 */
export async function audit(
  action: AuditAction,
  subject: Subject,
  change: { before?: Record<string, unknown>; after?: Record<string, unknown> } = {},
  note?: string,
): Promise<void> {
  const before = change.before ?? {};
  const after = change.after ?? {};
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (field) => JSON.stringify(before[field]) !== JSON.stringify(after[field]),
  );
  if (change.before && change.after && fields.length === 0) return;
  const only = (side: Record<string, unknown>) =>
    Object.fromEntries(fields.filter((field) => field in side).map((field) => [field, side[field]]));
  const { door, requestId, ip, userAgent, jobId } = origin();
  const actor = current();
  const request = {
    surface: door,
    requestId,
    ...(ip ? { ip } : {}),
    ...(userAgent ? { userAgent } : {}),
    ...(jobId ? { jobId } : {}),
    ...(actor.kind === "agent" ? { runId: actor.runId } : {}),
  };
  await emit(newId("outbox"), "audit", action, {
    at: new Date().toISOString(),
    actor: auditActor(actor),
    subject,
    change: { before: only(before), after: only(after), fields },
    request,
    ...(note ? { note } : {}),
  });
}

/** Marks a row for the search indexer; several marks before it is copied count once. */
export async function searchSync(collection: SourcedCollection, subjectId: string): Promise<void> {
  const tenantId = tenant();
  await transaction(async () => toSearchOutbox({ tenantId, collection, subjectId }));
}

function auditActor(actor: Actor): z.infer<typeof AuditActor> {
  switch (actor.kind) {
    case "user":
      return {
        kind: "user",
        id: actor.userId,
        name: actor.name,
        role: actor.role,
        via: "session",
        ...(actor.impersonation ? { impersonatorId: actor.impersonation.staffUserId } : {}),
      };
    case "person":
      return { kind: "user", id: actor.userId, name: actor.name, via: "session" };
    case "reviewer":
    case "admin":
      return { kind: actor.kind, id: actor.userId, name: actor.name, via: "session" };
    case "key":
      return { kind: "user", id: actor.keyId, name: actor.name, via: "key" };
    case "link":
      return { kind: "user", id: actor.linkId, name: actor.name, via: "link" };
    case "agent":
      return { kind: "agent", id: actor.runId, name: actor.agent, via: "task_token" };
    case "system":
      return { kind: "system", id: actor.name, name: actor.name, via: "job" };
    case "public":
      return { kind: "public", id: "-", name: "public", via: "session" };
  }
}

// What has no tenant belongs to the platform: its audit chain, its live stream.
function concerned(): string | null {
  const actor = current();
  if (actor.kind === "public" || actor.kind === "person") return null;
  const isPlatform = (actor.kind === "admin" || actor.kind === "system") && actor.tenantId === null;
  return isPlatform ? null : tenant();
}

async function emit(
  id: string,
  kind: "job" | "live" | "audit" | "notification",
  name: string,
  payload: object,
  at?: Date,
): Promise<void> {
  const row = {
    ...{ id, tenantId: concerned(), kind, name, payload: JSON.stringify(payload) },
    ...{ actor: reference(), requestId: origin().requestId, ...(at ? { availableAt: at } : {}) },
  };
  await transaction(async () => toOutbox(row));
}
