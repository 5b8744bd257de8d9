import * as Paging from "#core/page/index.ts";
import { require } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { DeadLetter, DeadLetterFilter, DeadLetterRow } from "#schema/dead-letter.ts";
import { notFound } from "#schema/errors.ts";
import type { Page } from "#schema/page.ts";
import { withoutSecrets } from "./redact.ts";

export { discard, redrive } from "./handle.ts";

const { iso } = Paging;

type Row = Awaited<ReturnType<ReturnType<typeof letters>["execute"]>>[number];

/** Jobs that used up their attempts, the last that failed first. */
export async function list(filter: DeadLetterFilter): Promise<Page<DeadLetterRow>> {
  require("system.operate", "see dead letters", "platform");
  const { limit, cursor, ...narrowing } = filter;
  const scope = JSON.stringify(["dead-letters", narrowing]);
  const after = Paging.decode(scope, cursor) as [string, string] | undefined;
  const { status, queue, code, tenantId } = filter;
  const rows = await transaction((tx) => {
    let found = letters(tx)
      .orderBy("d.lastFailedAt", "desc")
      .orderBy("d.id", "desc")
      .limit(limit + 1);
    if (status && status.length > 0) found = found.where("d.status", "in", status);
    if (queue !== undefined) found = found.where("d.queue", "=", queue);
    if (code !== undefined) found = found.where("d.errorCode", "=", code);
    if (tenantId !== undefined) found = found.where("d.tenantId", "=", tenantId);
    if (after)
      found = found.where(({ eb, refTuple, tuple }) =>
        eb(refTuple("d.lastFailedAt", "d.id"), "<", tuple(new Date(after[0]), after[1])),
      );
    return found.execute();
  });
  const page = Paging.slice(rows, limit, scope, (row) => [iso(row.lastFailedAt), row.id]);
  return { items: page.rows.map(shape), nextCursor: page.nextCursor };
}

/** One of them with what it carried, less what looks like a secret. */
export async function get(id: string): Promise<DeadLetter> {
  require("system.operate", "see dead letters", "platform");
  const row = await transaction((tx) => letters(tx).where("d.id", "=", id).executeTakeFirst());
  if (!row) throw notFound("Dead letter", id);
  const payload = withoutSecrets(row.payload);
  return { ...shape(row), actor: row.actor, payload, runId: runOf(row.payload) };
}

function letters(tx: Tx) {
  return tx
    .selectFrom("deadLetters as d")
    .leftJoin("tenants as t", "t.id", "d.tenantId")
    .select([
      ...(["d.id", "d.queue", "d.jobId", "d.tenantId", "t.name as tenantName", "d.errorCode"] as const),
      ...(["d.errorMessage", "d.attempts", "d.firstFailedAt", "d.lastFailedAt", "d.status"] as const),
      ...(["d.handledBy", "d.handledAt", "d.note", "d.actor", "d.payload"] as const),
    ]);
}

function shape(row: Row): DeadLetterRow {
  const { payload: _, actor: __, ...facts } = row;
  return {
    ...facts,
    errorMessage: String(withoutSecrets(row.errorMessage)),
    status: row.status as DeadLetterRow["status"],
    firstFailedAt: iso(row.firstFailedAt),
    lastFailedAt: iso(row.lastFailedAt),
    handledAt: iso(row.handledAt),
  };
}

function runOf(payload: unknown): string | null {
  const { data } = (payload ?? {}) as { data?: { runId?: unknown } };
  return typeof data?.runId === "string" ? data.runId : null;
}
