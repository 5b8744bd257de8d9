import * as Paging from "#core/page/index.ts";
import { latestAttempt } from "#core/publish/read.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { CodeChange, CodeChangeDetail, CodeChangeFilter } from "#schema/code-change.ts";
import { notFound } from "#schema/errors.ts";
import type { Page } from "#schema/page.ts";

/** Changes that agents proposed for the site, newest first. */
export async function list({ limit, cursor, status }: CodeChangeFilter): Promise<Page<CodeChange>> {
  require("insight.read", "see changes of the site");
  const scope = JSON.stringify(["code-changes", tenant(), status]);
  const position = Paging.decode(scope, cursor) as [string] | undefined;
  const rows = await transaction((tx) =>
    changes(tx)
      .$if(status !== undefined, (query) => query.where("status", "=", status ?? ""))
      .$if(position !== undefined, (query) => query.where("id", "<", position?.[0] ?? ""))
      .orderBy("id", "desc")
      .limit(limit + 1)
      .execute(),
  );
  const page = Paging.slice(rows, limit, scope, (row) => [row.id]);
  return { items: page.rows.map(shape), nextCursor: page.nextCursor };
}

/** One change with its differences. */
export async function get(id: string): Promise<CodeChangeDetail> {
  require("insight.read", "see changes of the site");
  return transaction(async (tx) => {
    const row = await changes(tx).where("id", "=", id).executeTakeFirst();
    if (!row) throw notFound("Code change", id);
    return { ...shape(row), publish: await latestAttempt(tx, id) };
  });
}

/** What an approval of a change shows. */
export async function preview(tx: Tx, id: string): Promise<string | null> {
  const row = await changes(tx).where("id", "=", id).executeTakeFirst();
  if (!row) return null;
  const { body, files } = shape(row);
  return [body, ...files.map(({ path, explanation, diff }) => `### ${path}\n\n${explanation}\n\n${fenced(diff)}`)].join(
    "\n\n",
  );
}

// A page may hold fences of its own.
function fenced(diff: string): string {
  const longest = Math.max(2, ...(diff.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  return `${fence}diff\n${diff}\n${fence}`;
}

function changes(tx: Tx) {
  return tx
    .selectFrom("agentCodeChanges")
    .select(["id", "siteAuditId", "title", "body", "status", "contentHash", "decisionNote", "findingIds", "files"])
    .select("createdAt")
    .where("tenantId", "=", tenant());
}

function shape(row: Awaited<ReturnType<ReturnType<typeof changes>["execute"]>>[number]): CodeChange {
  const { decisionNote: note, createdAt, ...said } = row;
  return { ...said, note, createdAt: Paging.iso(createdAt) } as unknown as CodeChange;
}
