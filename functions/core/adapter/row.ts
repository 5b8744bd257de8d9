import { iso } from "#core/page/index.ts";
import { require } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { AdapterKind } from "#platform/model/types.ts";
import type { Adapter, TierModels } from "#schema/adapter.ts";
import { notFound } from "#schema/errors.ts";

export type AdapterRow = Awaited<ReturnType<typeof locked>>;

/** Adapters are the platform's: only those who operate it touch them. */
export function demand(doing: string): void {
  require("system.operate", doing, "platform");
}

/** An adapter's row, held until the end of the transaction. */
export async function locked(tx: Tx, id: string) {
  const row = await tx.selectFrom("adapters").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
  if (!row) throw notFound("Adapter", id);
  return row;
}

/** What the audit log calls an adapter. */
export function subjectOf({ id, name }: { id: string; name: string }) {
  return { type: "adapter", id, label: name };
}

/** How the last check of each adapter went, of those that were checked. */
export async function lastChecks(tx: Tx, ids: readonly string[]): Promise<Map<string, Adapter["lastCheck"]>> {
  const rows = await tx
    .selectFrom("adapterChecks")
    .distinctOn("adapterId")
    .select(["adapterId", "finishedAt", "ok", "error"])
    .where("adapterId", "in", ids)
    .where("status", "=", "done")
    .orderBy("adapterId")
    .orderBy("id", "desc")
    .execute();
  return new Map(
    rows.map(({ adapterId, finishedAt, ok, error }) => [
      adapterId,
      finishedAt && { at: iso(finishedAt), ok: ok === true, error },
    ]),
  );
}

/** An adapter as people see it. */
export function shape(row: AdapterRow, lastCheck: Adapter["lastCheck"] = null): Adapter {
  const { id, name, baseUrl, keyLast4, local, enabled, priority, rowVersion } = row;
  return {
    ...{ id, name, baseUrl, keyLast4, local, enabled, priority, rowVersion },
    kind: row.kind as AdapterKind,
    hasKey: row.keyCipher !== null,
    models: row.models as TierModels,
    lastCheck,
  };
}
