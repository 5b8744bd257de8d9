import * as Paging from "#core/page/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Expression, Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { PublishAttempt } from "#schema/blog.ts";
import { notFound } from "#schema/errors.ts";
import type { Page, PageQuery } from "#schema/page.ts";

const { iso } = Paging;

/** Subquery: when the plan has the text of an activity go out. */
export function plannedFor(tx: Tx, activityId: Expression<string | null>) {
  return tx
    .selectFrom("activities as a")
    .select("a.scheduledFor")
    .where("a.tenantId", "=", tenant())
    .where("a.id", "=", activityId);
}

/** The newest attempt of a piece, or null. */
export async function latestAttempt(tx: Tx, subjectId: string): Promise<PublishAttempt | null> {
  return (await latestAttempts(tx, [subjectId])).get(subjectId) ?? null;
}

/** The newest attempt of each of some pieces that have one. */
export async function latestAttempts(tx: Tx, subjectIds: readonly string[]): Promise<Map<string, PublishAttempt>> {
  if (subjectIds.length === 0) return new Map();
  const rows = await select(tx)
    .distinctOn("p.subjectId")
    .where("p.subjectId", "in", subjectIds)
    .orderBy("p.subjectId")
    .orderBy("p.id", "desc")
    .execute();
  return new Map((await shape(tx, rows)).map((attempt) => [attempt.subjectId, attempt]));
}

/** One attempt with the evidence of its steps. */
export async function attempt(id: string): Promise<PublishAttempt> {
  return transaction(async (tx) => {
    const [found] = await shape(tx, await select(tx).where("p.id", "=", id).execute());
    if (!found) throw notFound("Publish attempt", id);
    return found;
  });
}

/** Attempts of the tenant, newest first. */
export async function list(
  filter: PageQuery & { status?: string[] | undefined; subjectType?: string[] | undefined },
): Promise<Page<PublishAttempt>> {
  const scope = JSON.stringify(["attempts", tenant(), filter.status, filter.subjectType]);
  const position = Paging.decode(scope, filter.cursor) as [string] | undefined;
  return transaction(async (tx) => {
    const rows = await select(tx)
      .$if(filter.status !== undefined, (query) => query.where("p.status", "in", filter.status ?? []))
      .$if(filter.subjectType !== undefined, (query) => query.where("p.subjectType", "in", filter.subjectType ?? []))
      .$if(position !== undefined, (query) => query.where("p.id", "<", position?.[0] ?? ""))
      .orderBy("p.id", "desc")
      .limit(filter.limit + 1)
      .execute();
    const page = Paging.slice(rows, filter.limit, scope, (row) => [row.id]);
    return { items: await shape(tx, page.rows), nextCursor: page.nextCursor };
  });
}

function select(tx: Tx) {
  return tx
    .selectFrom("publishAttempts as p")
    .leftJoin("connectedChannels as c", (join) =>
      join.onRef("c.tenantId", "=", "p.tenantId").onRef("c.id", "=", "p.channelId"),
    )
    .selectAll("p")
    .select("c.name as channelName")
    .where("p.tenantId", "=", tenant());
}

async function shape(
  tx: Tx,
  rows: Awaited<ReturnType<ReturnType<typeof select>["execute"]>>,
): Promise<PublishAttempt[]> {
  if (rows.length === 0) return [];
  const steps = await tx
    .selectFrom("publishSteps")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where(
      "publishAttemptId",
      "in",
      rows.map((row) => row.id),
    )
    .orderBy("step")
    .execute();
  return rows.map((row) => ({
    id: row.id,
    subjectType: row.subjectType as PublishAttempt["subjectType"],
    subjectId: row.subjectId,
    title: (row.payload as { title?: string }).title ?? "",
    version: row.version,
    channelId: row.channelId,
    channelName: row.channelName ?? "E-mail",
    mode: row.mode as PublishAttempt["mode"],
    status: row.status as PublishAttempt["status"],
    tries: row.tries,
    externalUrl: row.externalUrl,
    editUrl: row.editUrl,
    errorCode: row.errorCode,
    errorMessage: row.errorMessage,
    publishAt: iso(row.publishAt),
    lookAt: iso(row.lookAt),
    confirmedAt: iso(row.confirmedAt),
    createdAt: iso(row.createdAt),
    steps: steps
      .filter((step) => step.publishAttemptId === row.id)
      .map((step) => ({
        step: step.step,
        phase: step.phase,
        outcome: step.outcome,
        httpStatus: step.httpStatus,
        durationMs: step.durationMs,
        createdAt: iso(step.createdAt),
      })),
  }));
}
