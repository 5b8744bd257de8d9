import type { Span } from "#core/metric/read.ts";
import { tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { get, put } from "#platform/storage.ts";
import { newId } from "#schema/ids.ts";
import { ReportFigures } from "#schema/report.ts";
import { gather } from "./figures.ts";
import { locked } from "./index.ts";

/** The figures of a report: counted once, and from then on those. */
export async function figuresFor(reportId: string, span: Span): Promise<ReportFigures> {
  const kept = await transaction(async (tx) => {
    const { reportSnapshotId } = await locked(tx, reportId);
    return reportSnapshotId ? thaw(reportSnapshotId) : null;
  });
  if (kept) return kept;
  const figures = await transaction((tx) => gather(tx, span));
  const text = JSON.stringify(figures);
  const dataKey = `reports/${tenant()}/${reportId}/figures.json`;
  await put(dataKey, text, "application/json");
  await transaction(async (tx) => {
    const id = newId("reportSnapshot");
    const period = { periodStart: span.from, periodEnd: span.to };
    await tx
      .insertInto("reportSnapshots")
      .values({ tenantId: tenant(), id, ...period, dataKey, sha256: sha256(text) })
      .execute();
    await tx
      .updateTable("reports")
      .set({ reportSnapshotId: id })
      .where("tenantId", "=", tenant())
      .where("id", "=", reportId)
      .execute();
  });
  return figures;
}

/** Figures as they were kept. @throws when they are gone or were altered */
export async function thaw(snapshotId: string): Promise<ReportFigures> {
  const { dataKey, sha256: expected } = await transaction((tx) =>
    tx
      .selectFrom("reportSnapshots")
      .select(["dataKey", "sha256"])
      .where("tenantId", "=", tenant())
      .where("id", "=", snapshotId)
      .executeTakeFirstOrThrow(),
  );
  const bytes = await get(dataKey);
  const text = new TextDecoder().decode(bytes);
  if (!bytes || sha256(text) !== expected) throw new Error(`The figures of ${snapshotId} are not what was kept.`);
  return ReportFigures.parse(JSON.parse(text));
}
