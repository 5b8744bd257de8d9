import { sectionsOf, versionChanges } from "#core/changes.ts";
import { iso } from "#core/page/index.ts";
import { require, tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import type { VersionDiff } from "#schema/changes.ts";
import { notFound } from "#schema/errors.ts";
import type { Strategy, StrategyVersion } from "#schema/strategy.ts";

type Details = Partial<Pick<Strategy, "pillars" | "risks">> & { recommendedChannels?: Strategy["channels"] };

/** The versions of the strategy, newest first. */
export async function list(): Promise<StrategyVersion[]> {
  return (await select()).map(
    ({ body: _, pillars: __, channels: ___, risks: ____, runId: _____, ...version }) => version,
  );
}

/** One version of the strategy. */
export async function get(version: number): Promise<Strategy> {
  const found = (await select()).find((row) => row.version === version);
  if (!found) throw notFound("Strategy", String(version));
  return found;
}

/** What changed up to a version: by default since the one before it. */
export async function diff(version: number, against?: number): Promise<VersionDiff> {
  return versionChanges("Strategy", await select(), sectionsOf, { version, against });
}

async function select(): Promise<Strategy[]> {
  require("strategy.read", "read the strategy");
  const rows = await transaction((tx) =>
    tx
      .selectFrom("strategies")
      .selectAll()
      .where("tenantId", "=", tenant())
      .orderBy("version", "desc")
      .limit(100)
      .execute(),
  );
  return rows.map((row) => {
    const { pillars = [], risks = [], recommendedChannels = [] } = row.details as Details;
    const { id, version, title, summary, changesSummary, rejectionNote, startsOn, endsOn, runId } = row;
    return {
      ...{ id, version, title, summary, changesSummary, rejectionNote, startsOn, endsOn, runId },
      status: row.status as Strategy["status"],
      reviewStage: row.reviewStage as Strategy["reviewStage"],
      approvedAt: iso(row.approvedAt),
      createdAt: iso(row.createdAt),
      body: row.body ?? "",
      pillars,
      channels: recommendedChannels,
      risks,
    };
  });
}
