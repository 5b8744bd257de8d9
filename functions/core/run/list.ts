import * as Paging from "#core/page/index.ts";
import { require, tenants } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import type { Page, PageQuery } from "#schema/page.ts";
import type { ListedRun } from "#schema/run.ts";
import { shapeRuns } from "./read.ts";
import { inClient } from "./steer.ts";

interface Filter extends PageQuery {
  tenantId?: string | undefined;
  activityId?: string | undefined;
  replayOf?: string | undefined;
  agent?: string[] | undefined;
  status?: string[] | undefined;
}

/** Runs of the tenants the actor sees, newest first; those that do another over only where that one is named. */
export async function list(filter: Filter): Promise<Page<ListedRun>> {
  const { tenantId, activityId, replayOf, agent, status } = filter;
  const scope = JSON.stringify(["runs", tenants(), tenantId, activityId, replayOf, agent, status]);
  const position = Paging.decode(scope, filter.cursor) as [string] | undefined;
  const rows = await transaction((tx) =>
    tx
      .selectFrom("agentRuns as r")
      .innerJoin("agentVersions as v", "v.id", "r.agentVersionId")
      .innerJoin("tenants as t", "t.id", "r.tenantId")
      .leftJoin("activities as a", (join) =>
        join.onRef("a.tenantId", "=", "r.tenantId").onRef("a.id", "=", "r.activityId"),
      )
      .selectAll("r")
      .select(["v.version as agentVersion", "t.name as tenantName", "a.title as activityTitle"])
      .where("r.tenantId", "in", tenants())
      .where("r.replayOf", replayOf === undefined ? "is" : "=", replayOf ?? null)
      .$if(tenantId !== undefined, (query) => query.where("r.tenantId", "=", tenantId ?? ""))
      .$if(activityId !== undefined, (query) => query.where("r.activityId", "=", activityId ?? ""))
      .$if(agent !== undefined, (query) => query.where("r.agent", "in", agent ?? []))
      .$if(status !== undefined, (query) => query.where("r.status", "in", status ?? []))
      .$if(position !== undefined, (query) => query.where("r.id", "<", position?.[0] ?? ""))
      .orderBy("r.id", "desc")
      .limit(filter.limit + 1)
      .execute(),
  );
  const page = Paging.slice(rows, filter.limit, scope, (row) => [row.id]);
  const shaped = shapeRuns(page.rows);
  return {
    items: page.rows.flatMap(({ tenantId: owner, tenantName, activityTitle, replayOf: of }, at) => {
      const run = shaped[at];
      return run ? [{ ...run, tenantId: owner, tenantName, activityTitle, replayOf: of }] : [];
    }),
    nextCursor: page.nextCursor,
  };
}

/** The stored prompts that a run can be done over with, newest first. */
export async function prompts(id: string): Promise<{ version: number; isOwn: boolean; createdAt: string }[]> {
  return inClient(id, () => {
    require("run.replay", "see the prompts of an agent");
    return transaction(async (tx) => {
      const rows = await tx
        .selectFrom("agentRuns as r")
        .innerJoin("agents as a", "a.name", "r.agent")
        .innerJoin("agentVersions as v", "v.agentId", "a.id")
        .select(["v.id", "v.version", "v.createdAt", "r.agentVersionId"])
        .where("r.id", "=", id)
        .where("r.tenantId", "in", tenants())
        .orderBy("v.version", "desc")
        .limit(100)
        .execute();
      return rows.map((row) => ({
        version: row.version,
        isOwn: row.id === row.agentVersionId,
        createdAt: Paging.iso(row.createdAt),
      }));
    });
  });
}
