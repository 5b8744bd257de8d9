import { changesOf } from "#core/changes.ts";
import * as Paging from "#core/page/index.ts";
import * as Person from "#core/person/index.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { ContentVersion, DiffHunk } from "#schema/blog.ts";
import type { EditedType } from "#schema/edit-lock.ts";
import { notFound } from "#schema/errors.ts";
import { linesOf, type Words, wordingOf } from "#schema/wording.ts";
import { kindOf } from "./kinds.ts";
import { contentOf, tableOf } from "./rows.ts";

const { iso } = Paging;

/** All versions of a text that were kept, newest first, without their words. */
export async function versions(type: EditedType, id: string): Promise<ContentVersion[]> {
  require("blog_post.read", "see versions");
  return transaction(async (tx) => {
    await exists(tx, type, id);
    return listed(tx, type, id);
  });
}

/** What changed between two versions, by the place of each text, with word marks. */
export async function diff(type: EditedType, id: string, from: number, to: number): Promise<DiffHunk[]> {
  require("blog_post.read", "see versions");
  return transaction(async (tx) => {
    await exists(tx, type, id);
    return changesOf(await lines(tx, type, id, from), await lines(tx, type, id, to));
  });
}

/** The versions of whatever text has that id; agents are named by the run that wrote. */
export async function listed(tx: Tx, type: string, id: string): Promise<ContentVersion[]> {
  const rows = await tx
    .selectFrom("contentVersions as v")
    .leftJoin("agentRuns as r", (join) => join.onRef("r.tenantId", "=", "v.tenantId").onRef("r.id", "=", "v.runId"))
    .select(["v.version", "v.sha256", "v.author", "v.authorKind", "v.changeNote", "v.runId", "v.createdAt", "r.agent"])
    .where("v.tenantId", "=", tenant())
    .where("v.subjectType", "=", type)
    .where("v.subjectId", "=", id)
    .orderBy("v.version", "desc")
    .execute();
  const names = await Person.names(rows.map((row) => row.author));
  return rows.map(({ author, authorKind, agent, createdAt, ...row }) => ({
    ...row,
    author: {
      kind: authorKind as "agent" | "human",
      name: (authorKind === "agent" ? agent : names.get(author)) ?? (authorKind === "agent" ? "agent" : "Somebody"),
    },
    createdAt: iso(createdAt),
  }));
}

async function lines(tx: Tx, type: EditedType, id: string, version: number): Promise<Record<string, string>> {
  const content = await contentOf(tx, type, id, version);
  if (!content) throw notFound("Version", String(version));
  return linesOf(wordsOf(type, content));
}

function wordsOf(type: EditedType, content: Words): Words {
  if (type !== "social_post" && type !== "gbp_post") return wordingOf(type, content).words;
  const { bodyText, hashtags, altText } = content;
  return { bodyText, altText, ...(Array.isArray(hashtags) ? { hashtags: hashtags.join(", ") } : {}) };
}

async function exists(tx: Tx, type: EditedType, id: string): Promise<void> {
  const row = await tx
    .selectFrom(type === "gbp_post" ? "gbpPosts" : tableOf(kindOf(type)))
    .select("id")
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("deletedAt", "is", null)
    .executeTakeFirst();
  if (!row) throw notFound(type === "gbp_post" ? "Post" : kindOf(type).label, id);
}
