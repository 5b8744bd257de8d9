import { warningsOf } from "#core/approval/author.ts";
import * as Approval from "#core/approval/index.ts";
import * as Blog from "#core/blog/index.ts";
import { latest } from "#core/critic/read.ts";
import * as Paging from "#core/page/index.ts";
import * as Person from "#core/person/index.ts";
import { tenant, tenants, within } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { ApprovalDetail, ApprovalItem, ApprovalStatus } from "#schema/approval.ts";
import { notFound } from "#schema/errors.ts";
import type { Page, PageQuery } from "#schema/page.ts";
import { previewOf } from "./preview.ts";

const { iso } = Paging;

export interface Filter extends PageQuery {
  status?: ApprovalStatus[] | undefined;
  kind?: string[] | undefined;
  risk?: string[] | undefined;
  tenantId?: string | undefined;
  stage?: "dm" | "client" | undefined;
}

/** Approvals of the tenants the actor sees, oldest first. */
export async function list(filter: Filter): Promise<Page<ApprovalItem>> {
  const scope = JSON.stringify([
    "approvals",
    tenants(),
    filter.status,
    filter.kind,
    filter.risk,
    filter.tenantId,
    filter.stage,
  ]);
  const position = Paging.decode(scope, filter.cursor) as [string] | undefined;
  return transaction(async (tx) => {
    const rows = await select(tx)
      .$if(filter.status !== undefined, (query) => query.where("a.status", "in", filter.status ?? []))
      .$if(filter.kind !== undefined, (query) => query.where("a.kind", "in", filter.kind ?? []))
      .$if(filter.risk !== undefined, (query) => query.where("a.risk", "in", filter.risk ?? []))
      .$if(filter.tenantId !== undefined, (query) => query.where("a.tenantId", "=", filter.tenantId ?? ""))
      .$if(filter.stage !== undefined, (query) => query.where("a.stage", "=", filter.stage ?? "dm"))
      .$if(position !== undefined, (query) => query.where("a.id", ">", position?.[0] ?? ""))
      .orderBy("a.id")
      .limit(filter.limit + 1)
      .execute();
    const page = Paging.slice(rows, filter.limit, scope, (row) => [row.id]);
    return { items: await shape(tx, page.rows), nextCursor: page.nextCursor };
  });
}

/** One approval as a list shows it. */
export async function one(id: string): Promise<ApprovalItem> {
  return transaction(async (tx) => {
    const [found] = await shape(tx, await select(tx).where("a.id", "=", id).execute());
    if (!found) throw notFound("Approval", id);
    return found;
  });
}

/** One approval with its evidence: changes, sources, critic, history. */
export async function detail(id: string): Promise<ApprovalDetail> {
  const item = await one(id);
  return within(item.tenantId, () =>
    transaction(async (tx) => {
      const row = await Approval.find(tx, id);
      const post = item.kind === "blog_post" ? item.subject.id : null;
      const votes = await tx
        .selectFrom("approvalVotes as v")
        .innerJoin("approvals as a", (join) =>
          join.onRef("a.tenantId", "=", "v.tenantId").onRef("a.id", "=", "v.approvalId"),
        )
        .select(["v.voter", "v.decision", "v.note", "v.createdAt", "a.stage"])
        .where("v.tenantId", "=", tenant())
        .where("a.subjectType", "=", row.subjectType)
        .where("a.subjectId", "=", row.subjectId)
        .orderBy("v.id")
        .execute();
      const names = await Person.names([row.decidedBy, ...votes.map((vote) => vote.voter)]);
      return {
        ...item,
        note: row.note,
        decidedBy: row.decidedBy ? (names.get(row.decidedBy) ?? "Somebody") : null,
        decidedAt: iso(row.decidedAt),
        warnings: await warningsOf(tx, row.requestedBy),
        preview: await previewOf(tx, row.kind, row.subjectId),
        diff:
          post && row.subjectVersion > 1 ? await Blog.diff(post, await lastDecided(tx, row), row.subjectVersion) : [],
        claims: post ? await Blog.claims(post, row.subjectVersion) : [],
        critic: await latest(tx, { type: row.subjectType, id: row.subjectId }),
        history: votes.map((vote) => ({
          at: iso(vote.createdAt),
          who: names.get(vote.voter) ?? "Somebody",
          stage: vote.stage as ApprovalDetail["history"][number]["stage"],
          decision: vote.decision as ApprovalDetail["history"][number]["decision"],
          note: vote.note,
        })),
      };
    }),
  );
}

// What the decider saw last: the newest version anybody decided, else the first draft.
async function lastDecided(tx: Tx, row: Approval.Row): Promise<number> {
  const found = await tx
    .selectFrom("approvals")
    .select("subjectVersion")
    .where("tenantId", "=", tenant())
    .where("subjectType", "=", row.subjectType)
    .where("subjectId", "=", row.subjectId)
    .where("subjectVersion", "<", row.subjectVersion)
    .where("status", "in", ["approved", "rejected"])
    .orderBy("subjectVersion", "desc")
    .limit(1)
    .executeTakeFirst();
  return found?.subjectVersion ?? 1;
}

function select(tx: Tx) {
  return tx
    .selectFrom("approvals as a")
    .innerJoin("tenants as t", "t.id", "a.tenantId")
    .leftJoin("blogPosts as b", (join) => join.onRef("b.tenantId", "=", "a.tenantId").onRef("b.id", "=", "a.subjectId"))
    .leftJoin("blogRequests as r", (join) =>
      join.onRef("r.tenantId", "=", "a.tenantId").onRef("r.id", "=", "a.subjectId"),
    )
    .selectAll("a")
    .select(["t.name as tenantName", "b.title as postTitle", "r.topic"])
    .select((eb) =>
      eb
        .selectFrom("criticResults as c")
        .select("c.score")
        .whereRef("c.tenantId", "=", "a.tenantId")
        .whereRef("c.subjectType", "=", "a.subjectType")
        .whereRef("c.subjectId", "=", "a.subjectId")
        .whereRef("c.version", "<=", "a.subjectVersion")
        .orderBy("c.id", "desc")
        .limit(1)
        .as("criticScore"),
    )
    .where("a.tenantId", "in", tenants());
}

async function shape(tx: Tx, rows: Awaited<ReturnType<ReturnType<typeof select>["execute"]>>): Promise<ApprovalItem[]> {
  const ids = rows.map((row) => row.id);
  const votes =
    ids.length === 0
      ? []
      : await tx
          .selectFrom("approvalVotes")
          .select(["approvalId", "voter"])
          .where("tenantId", "in", tenants())
          .where("approvalId", "in", ids)
          .execute();
  return rows.map((row) => {
    const approval = row as unknown as Approval.Row;
    const whyNot = Approval.whyNot(
      approval,
      votes.filter((vote) => vote.approvalId === row.id).map((vote) => vote.voter),
    );
    return {
      id: row.id,
      tenantId: row.tenantId,
      tenantName: row.tenantName,
      kind: approval.kind,
      subject: {
        type: row.subjectType,
        id: row.subjectId,
        title: row.title ?? row.postTitle ?? row.topic ?? "",
        version: row.subjectVersion,
      },
      stage: approval.stage,
      risk: approval.risk,
      status: approval.status,
      flags: approval.flags,
      contentHash: row.contentHash,
      quorum: row.quorum,
      have: row.approvalsHave,
      criticScore: row.criticScore,
      expiresAt: iso(row.expiresAt),
      createdAt: iso(row.createdAt),
      youMayDecide: whyNot === null,
      whyNot,
    };
  });
}
