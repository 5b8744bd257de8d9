import { sectionsOf, versionChanges } from "#core/changes.ts";
import { iso } from "#core/page/index.ts";
import { require, tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import type { VersionDiff } from "#schema/changes.ts";
import type { ContextFile, ContextFiles, ContextStatus } from "#schema/context.ts";
import { notFound } from "#schema/errors.ts";

/** The context file in force with its versions. */
export async function list(): Promise<ContextFiles> {
  const rows = await select();
  const file = rows.find(({ status }) => status === "approved") ?? rows.find(({ body }) => body !== "") ?? null;
  return { file, versions: rows.map(({ body: _, runId: __, ...version }) => version) };
}

/** One version of the context file. */
export async function get(version: number): Promise<ContextFile> {
  const found = (await select()).find((row) => row.version === version);
  if (!found) throw notFound("Context file", String(version));
  return found;
}

/** What changed up to a version: by default since the one before it. */
export async function diff(version: number, against?: number): Promise<VersionDiff> {
  return versionChanges("Context file", await select(), sectionsOf, { version, against });
}

async function select(): Promise<ContextFile[]> {
  require("context_file.read", "read the context file");
  const rows = await transaction((tx) =>
    tx
      .selectFrom("contextFiles")
      .select(["id", "version", "status", "body", "changeNote", "rejectionNote", "approvedAt", "createdAt", "runId"])
      .where("tenantId", "=", tenant())
      .orderBy("version", "desc")
      .limit(100)
      .execute(),
  );
  return rows.map((row) => ({
    ...row,
    status: row.status as ContextStatus,
    approvedAt: iso(row.approvedAt),
    createdAt: iso(row.createdAt),
  }));
}
