import * as Paging from "#core/page/index.ts";
import { require } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { notFound } from "#schema/errors.ts";
import type { Page } from "#schema/page.ts";
import type { PlatformRun, RunFilter } from "#schema/platform-run.ts";
import { shapeRuns } from "./read.ts";

type Row = Awaited<ReturnType<ReturnType<typeof runs>["execute"]>>[number];

const dayMs = 86_400_000;

/** Runs of all clients, the newest first. */
export async function list(filter: RunFilter): Promise<Page<PlatformRun>> {
  require("system.operate", "see the runs of all clients", "platform");
  const { limit, cursor, ...narrowing } = filter;
  const scope = JSON.stringify(["platform-runs", narrowing]);
  const after = Paging.decode(scope, cursor) as [string, string, string] | undefined;
  const { tenantId, agent, status, errorCode, from, to } = filter;
  const rows = await transaction((tx) => {
    let found = runs(tx)
      .orderBy("r.createdAt", "desc")
      .orderBy("r.tenantId", "desc")
      .orderBy("r.id", "desc")
      .limit(limit + 1);
    if (tenantId !== undefined) found = found.where("r.tenantId", "=", tenantId);
    if (agent !== undefined) found = found.where("r.agent", "=", agent);
    if (status && status.length > 0) found = found.where("r.status", "in", status);
    if (errorCode !== undefined) found = found.where("r.errorCode", "=", errorCode);
    if (from !== undefined) found = found.where("r.createdAt", ">=", new Date(from));
    if (to !== undefined) found = found.where("r.createdAt", "<", new Date(Date.parse(to) + dayMs));
    if (after)
      found = found.where(({ eb, refTuple, tuple }) =>
        eb(refTuple("r.createdAt", "r.tenantId", "r.id"), "<", tuple(new Date(after[0]), after[1], after[2])),
      );
    return found.execute();
  });
  const page = Paging.slice(rows, limit, scope, (row) => [Paging.iso(row.createdAt), row.tenantId, row.id]);
  return { items: page.rows.flatMap(shape), nextCursor: page.nextCursor };
}

/** One run of any client. */
export async function get(id: string): Promise<PlatformRun> {
  require("system.operate", "see the runs of all clients", "platform");
  const row = await transaction((tx) => runs(tx).where("r.id", "=", id).executeTakeFirst());
  const [run] = row ? shape(row) : [];
  if (!run) throw notFound("Run", id);
  return run;
}

function runs(tx: Tx) {
  return tx
    .selectFrom("agentRuns as r")
    .innerJoin("agentVersions as v", "v.id", "r.agentVersionId")
    .innerJoin("tenants as t", "t.id", "r.tenantId")
    .leftJoin("activities as a", (join) =>
      join.onRef("a.tenantId", "=", "r.tenantId").onRef("a.id", "=", "r.activityId"),
    )
    .selectAll("r")
    .select(["v.version as agentVersion", "t.name as tenantName", "a.ref", "a.title"]);
}

function shape(row: Row): PlatformRun[] {
  const { tenantId, tenantName, ref, title } = row;
  const activity = ref !== null && title !== null ? { ref, title } : null;
  return shapeRuns([row]).map((run) => ({ ...run, tenantId, tenantName, activity }));
}
