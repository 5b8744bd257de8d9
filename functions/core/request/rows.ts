import * as Effect from "#core/effect/index.ts";
import { reference, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { notFound } from "#schema/errors.ts";
import { idPrefix } from "#schema/ids.ts";
import { after } from "#schema/machine.ts";
import type { RequestKind, RequestStatus, RequestVerb } from "#schema/request.ts";
import { requestMachine } from "#schema/request.ts";
import type { SocialRequestInput } from "#schema/social.ts";

/** A request as its verbs hold it; what only posts of one kind have is missing from the other. */
export interface Row {
  id: string;
  topic: string;
  brief: string | null;
  audience: string | null;
  targetKeyword?: string | null;
  targetUrl?: string | null;
  wordCount?: number | null;
  channelId?: string | null;
  platforms?: SocialRequestInput["platforms"];
  count?: number;
  format?: SocialRequestInput["format"] | null;
  mediaIds: string[];
  wantedOn: string | null;
  status: RequestStatus;
  requestedBy: string;
  rowVersion: number;
}

/** What a request asks for, by its id. */
export function kindOf(id: string): RequestKind {
  return id.startsWith(`${idPrefix.socialMediaRequest}_`) ? "social_post" : "blog_post";
}

// Both tables have what is common to all requests under the same names; no other columns are named through this.
export function tableOf(kind: RequestKind): "blogRequests" {
  return (kind === "social_post" ? "socialMediaRequests" : "blogRequests") as "blogRequests";
}

/** Reads and locks a request of the tenant at work. */
export async function locked(tx: Tx, id: string): Promise<Row> {
  const row = await tx
    .selectFrom(tableOf(kindOf(id)))
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("deletedAt", "is", null)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("Request", id);
  return row as unknown as Row;
}

/** Moves a request along its machine. */
export async function move(tx: Tx, row: Row, verb: RequestVerb, set: Record<string, unknown> = {}): Promise<void> {
  const status = after(requestMachine, row.status, verb, "The request");
  const decided = verb === "approve" || verb === "reject" ? { decidedBy: reference() } : {};
  await tx
    .updateTable(tableOf(kindOf(row.id)))
    .set({ status, ...decided, ...set })
    .where("tenantId", "=", tenant())
    .where("id", "=", row.id)
    .execute();
  await Effect.live("request:updated", { id: row.id, status });
}

/** Hash of what is decided about a request. */
export function hash(row: Row): string {
  if (kindOf(row.id) === "social_post") {
    const { topic, brief, audience, platforms, count, format, mediaIds, wantedOn } = row;
    return sha256(JSON.stringify([topic, brief, audience, platforms, count, format, mediaIds, wantedOn]));
  }
  return sha256(
    JSON.stringify([
      ...[row.topic, row.brief, row.audience, row.targetKeyword, row.wordCount, row.channelId, row.wantedOn],
      ...(row.targetUrl ? [row.targetUrl] : []),
    ]),
  );
}

/** What the audit log calls a request. */
export function subject(row: { id: string; topic: string }) {
  return { type: "content_request", id: row.id, label: row.topic };
}
