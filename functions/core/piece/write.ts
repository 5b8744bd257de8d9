import canonicalize from "canonicalize";
import * as Approval from "#core/approval/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import type { ApprovalFlag, ApprovalStage } from "#schema/approval.ts";
import { newId } from "#schema/ids.ts";
import type { PieceType } from "#schema/piece.ts";
import { type Content, kindOf } from "./kinds.ts";
import { locked, type Row, set, tableOf } from "./rows.ts";

/** SHA-256 over the canonical JSON (RFC 8785) of everything that would be sent. */
export function contentHash(content: Content): string {
  return sha256(canonicalize(content) ?? "");
}

/** Writes the content as a new version, kept for ever. @returns its number and hash */
export async function write(
  tx: Tx,
  type: PieceType,
  row: Row,
  content: Content,
  by: { author: string; kind: "agent" | "human"; runId?: string },
): Promise<{ version: number; hash: string }> {
  const version = row.version + 1;
  const hash = contentHash(content);
  const { runId = null } = by;
  await set(tx, type, row.id, { ...kindOf(type).columns(content), version, contentHash: hash, runId });
  await tx
    .insertInto("contentVersions")
    .values({
      tenantId: tenant(),
      id: newId("contentVersion"),
      subjectType: type,
      subjectId: row.id,
      version,
      content: JSON.stringify(content),
      sha256: hash,
      author: by.author,
      authorKind: by.kind,
      runId,
    })
    .execute();
  return { version, hash };
}

/** Opens the approval of a stage for the present version. */
export async function openStage(
  tx: Tx,
  type: PieceType,
  id: string,
  stage: ApprovalStage,
  flags: ApprovalFlag[],
): Promise<void> {
  const row = await locked(tx, type, id);
  const { author } = await tx
    .selectFrom("contentVersions")
    .select("author")
    .where("tenantId", "=", tenant())
    .where("subjectType", "=", type)
    .where("subjectId", "=", id)
    .where("version", "=", row.version)
    .executeTakeFirstOrThrow();
  await Approval.open(tx, {
    kind: kindOf(type).approval,
    subject: { type, id, title: row.title },
    version: row.version,
    contentHash: row.contentHash,
    stage,
    author,
    flags,
    activityId: row.activityId,
  });
}

/** The content with an address that no other piece of the kind has. */
export async function distinct(tx: Tx, type: PieceType, content: Content, id: string): Promise<Content> {
  const { slug } = content;
  if (typeof slug !== "string") return content;
  const rows = await tx
    .selectFrom(tableOf(kindOf(type)))
    .select("slug")
    .where("tenantId", "=", tenant())
    .where("slug", "like", `${slug}%`)
    .where("id", "!=", id)
    .execute();
  const taken = new Set(rows.map((row) => row.slug));
  if (!taken.has(slug)) return content;
  const stem = slug.slice(0, 74);
  for (let number = 2; ; number++)
    if (!taken.has(`${stem}-${number}`)) return { ...content, slug: `${stem}-${number}` };
}
