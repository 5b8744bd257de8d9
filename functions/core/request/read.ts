import * as Approval from "#core/approval/index.ts";
import * as Paging from "#core/page/index.ts";
import * as Person from "#core/person/index.ts";
import { current, mark, tenant, tenants } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { compiledOnce, sql, transaction } from "#platform/db.ts";
import { notFound } from "#schema/errors.ts";
import { idPrefix } from "#schema/ids.ts";
import type { Page, PageQuery } from "#schema/page.ts";
import type { ContentRequest, RequestKind, RequestStatus } from "#schema/request.ts";
import { kindOf, type Row, tableOf } from "./rows.ts";

export interface Filter extends PageQuery {
  status?: RequestStatus[] | undefined;
  q?: string | undefined;
  tenantId?: string | undefined;
}

/** One request of the tenant at work. */
export async function get(id: string): Promise<ContentRequest> {
  return transaction(async (tx) => {
    const byId = kindOf(id) === "social_post" ? socialById : blogById;
    const [found] = await shape(await byId(tx, { tenantId: tenant(), id }));
    if (!found) throw notFound("Request", id);
    return found;
  });
}

/** Requests of the tenants the actor sees, newest first. */
export async function list(filter: Filter): Promise<Page<ContentRequest>> {
  const scope = JSON.stringify(["requests", tenants(), filter.status, filter.q, filter.tenantId]);
  const position = Paging.decode(scope, filter.cursor) as [string] | undefined;
  return transaction(async (tx) => {
    const rows = [
      ...(await listed(tx, "blog_post", filter, position?.[0])),
      ...(await listed(tx, "social_post", filter, position?.[0])),
    ].toSorted((a, b) => (whenOf(a.id) < whenOf(b.id) ? 1 : -1));
    const page = Paging.slice(rows, filter.limit, scope, (row) => [whenOf(row.id)]);
    return { items: await shape(page.rows), nextCursor: page.nextCursor };
  });
}

/** The part of an id that follows the time at which it was made, whatever it is the id of. */
const whenOf = (id: string): string => id.slice(id.indexOf("_") + 1);

async function listed(tx: Tx, kind: RequestKind, filter: Filter, before: string | undefined) {
  const prefix = kind === "social_post" ? idPrefix.socialMediaRequest : idPrefix.blogRequest;
  return select(tx, kind)
    .where("r.tenantId", "in", tenants())
    .$if(filter.status !== undefined, (query) => query.where("r.status", "in", filter.status ?? []))
    .$if(filter.q !== undefined, (query) => query.where("r.topic", "ilike", Paging.like(filter.q)))
    .$if(filter.tenantId !== undefined, (query) => query.where("r.tenantId", "=", filter.tenantId ?? ""))
    .$if(before !== undefined, (query) => query.where("r.id", "<", `${prefix}_${before}`))
    .orderBy("r.id", "desc")
    .limit(filter.limit + 1)
    .execute();
}

function select(tx: Tx, kind: RequestKind) {
  return tx
    .selectFrom(`${tableOf(kind)} as r`)
    .innerJoin("tenants as t", "t.id", "r.tenantId")
    .leftJoin("users as u", (join) => join.on("u.id", "=", sql<string>`split_part(r.requested_by, ':', 2)`))
    .selectAll("r")
    .select(["t.name as tenantName", "u.firstName", "u.lastName"])
    .select(
      sql<string[]>`array(select x.id from activities x
        where x.tenant_id = r.tenant_id and x.request_id = r.id order by x.id)`.as("activityIds"),
    )
    .select(
      sql<string[]>`array(select p.id from activities x
        join social_posts p on p.tenant_id = x.tenant_id and p.activity_id = x.id and p.deleted_at is null
        where x.tenant_id = r.tenant_id and x.request_id = r.id order by p.id)`.as("socialPostIds"),
    )
    .select((eb) =>
      eb
        .selectFrom("approvals as a")
        .select("a.id")
        .whereRef("a.tenantId", "=", "r.tenantId")
        .where("a.subjectType", "=", "content_request")
        .whereRef("a.subjectId", "=", "r.id")
        .where("a.status", "=", "pending")
        .limit(1)
        .as("approvalId"),
    )
    .where("r.deletedAt", "is", null);
}

const byIdOf = (kind: RequestKind) =>
  compiledOnce((tx, { tenantId, id }: { tenantId: string; id: string }) =>
    select(tx, kind).where("r.tenantId", "=", tenantId).where("r.id", "=", id),
  );
const blogById = byIdOf("blog_post");
const socialById = byIdOf("social_post");

async function shape(rows: Awaited<ReturnType<ReturnType<typeof select>["execute"]>>): Promise<ContentRequest[]> {
  const names = await Person.names(rows.filter((row) => row.firstName === null).map((row) => row.requestedBy));
  const nameOf = ({ requestedBy, firstName, lastName }: (typeof rows)[number]): string =>
    firstName === null ? (names.get(requestedBy) ?? "Somebody") : `${firstName} ${lastName}`.trim();
  return rows.map((row) => {
    const { platforms = [], format = null, count = 1 } = row as unknown as Partial<Row>;
    const own = current().kind === "public" ? null : mark(row.tenantId);
    return {
      id: row.id,
      tenantId: row.tenantId,
      tenantName: row.tenantName,
      kind: kindOf(row.id),
      topic: row.topic,
      brief: row.brief,
      audience: row.audience,
      targetKeyword: row.targetKeyword ?? null,
      targetUrl: row.targetUrl ?? null,
      wordCount: row.wordCount ?? null,
      channelId: row.channelId ?? null,
      ...{ platforms, format, count, socialPostIds: row.socialPostIds },
      wantedOn: row.wantedOn as unknown as string | null,
      status: row.status as RequestStatus,
      requestedBy: { id: row.requestedBy, name: nameOf(row) },
      decisionNote: row.decisionNote,
      blogPostId: row.blogPostId ?? null,
      activityIds: row.activityIds,
      approvalId: row.approvalId,
      youMayDecide: row.approvalId !== null && own !== null && Approval.deciders.dm.includes(own),
      createdAt: Paging.iso(row.createdAt),
      updatedAt: Paging.iso(row.updatedAt),
      rowVersion: row.rowVersion,
    };
  });
}
