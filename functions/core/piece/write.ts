import canonicalize from "canonicalize";
import * as Approval from "#core/approval/index.ts";
import * as Memory from "#core/memory/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import type { ApprovalFlag, ApprovalStage } from "#schema/approval.ts";
import { keepVersion } from "./keep.ts";
import { type Content, type DraftType, kindOf } from "./kinds.ts";
import { contentOf, locked, type Row, set, tableOf } from "./rows.ts";

/** SHA-256 over the canonical JSON (RFC 8785) of everything that would be sent. */
export function contentHash(content: Content): string {
  return sha256(canonicalize(content) ?? "");
}

/** Who writes a version: as a rule whoever is at work. */
export interface By {
  author?: string;
  kind: "agent" | "human";
  /** An earlier version comes back: nothing is worded anew. */
  isRestored?: boolean;
  runId?: string;
  changeNote?: string | undefined;
}

/** Writes the content as a new version, kept for ever. @returns its number and hash */
export async function write(
  tx: Tx,
  type: DraftType,
  row: Row,
  content: Content,
  by: By,
): Promise<{ version: number; hash: string }> {
  const version = row.version + 1;
  const kind = kindOf(type);
  const hash = await (kind.hash?.(tx, row, content) ?? contentHash(content));
  const { author, kind: byKind, runId, changeNote } = by;
  const before = by.kind === "human" && !by.isRestored ? await contentOf(tx, type, row.id) : undefined;
  await set(tx, type, row.id, { ...kind.columns(content), version, contentHash: hash, ...(runId ? { runId } : {}) });
  await keepVersion(tx, { type, id: row.id }, { version, content, hash, author, kind: byKind, runId, changeNote });
  if (before) await teach(tx, type, row, { before, content, version });
  return { version, hash };
}

const seoFields = ["slug", "metaTitle", "metaDescription"] as const;

// What a person made of a text teaches whoever wrote it, whatever kind of text it is.
async function teach(
  tx: Tx,
  type: DraftType,
  row: Row,
  { before, content, version }: { before: Content; content: Content; version: number },
): Promise<void> {
  const kind = kindOf(type);
  const whole = (of: Content) => {
    const { title, content: text } = kind.judged(of);
    return text.includes(title) ? text : `${title}\n\n${text}`;
  };
  const isSeo = seoFields.some((field) => before[field] !== content[field]);
  const versions = {
    fromVersion: row.version,
    toVersion: version,
    before: whole(before),
    after: whole(content),
    isSeo,
  };
  await Memory.byHand(tx, { type, id: row.id }, versions, kind.writer(content));
}

/** Opens the approval of a stage for the present version; where the agency alone decides, of what the client would see (`of`). */
export async function openStage(
  tx: Tx,
  type: DraftType,
  id: string,
  stage: ApprovalStage,
  flags: ApprovalFlag[],
  of: ApprovalStage = stage,
): Promise<void> {
  const row = await locked(tx, type, id);
  await Approval.open(tx, {
    kind: kindOf(type).approvals[of],
    subject: { type, id, title: row.title },
    version: row.version,
    contentHash: row.contentHash,
    stage,
    author: await authorOf(tx, type, row),
    flags,
    activityId: row.activityId,
  });
}

/** Who made the present version: somebody else has to decide it. */
export async function authorOf(tx: Tx, type: DraftType, row: Row): Promise<string> {
  const found = await tx
    .selectFrom("contentVersions")
    .select("author")
    .where("tenantId", "=", tenant())
    .where("subjectType", "=", type)
    .where("subjectId", "=", row.id)
    .where("version", "=", row.version)
    .executeTakeFirst();
  return found?.author ?? `agent:${row.runId ?? "unknown"}`;
}

/** The content with an address that no other piece of the kind has. */
export async function distinct(tx: Tx, type: DraftType, content: Content, id: string): Promise<Content> {
  const { slug } = content;
  return typeof slug === "string" ? { ...content, slug: await freeSlug(tx, type, slug, id) } : content;
}

/** The address, or it with the first number that is free. */
export async function freeSlug(tx: Tx, type: DraftType, slug: string, id: string): Promise<string> {
  const rows = await tx
    .selectFrom(tableOf(kindOf(type)))
    .select("slug")
    .where("tenantId", "=", tenant())
    .where("slug", "like", `${slug}%`)
    .where("id", "!=", id)
    .execute();
  const taken = new Set(rows.map((row) => row.slug));
  if (!taken.has(slug)) return slug;
  const stem = slug.slice(0, 74);
  for (let number = 2; ; number++) if (!taken.has(`${stem}-${number}`)) return `${stem}-${number}`;
}
