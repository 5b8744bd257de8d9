import * as Effect from "#core/effect/index.ts";
import { fn } from "#core/fn.ts";
import { reference } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { seal } from "#platform/secrets.ts";
import { type Adapter, AdapterCreate, type AdapterPatch, type TierModels } from "#schema/adapter.ts";
import type { AuditAction } from "#schema/audit.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { type AdapterRow, demand, lastChecks, locked, shape, subjectOf } from "./row.ts";
import { demandSound } from "./rules.ts";

export { check, checks } from "./check.ts";
export { orders, setOrder } from "./order.ts";

/** All ways to models, in the order in which they are tried. */
export async function list(): Promise<Adapter[]> {
  demand("see adapters");
  return transaction(async (tx) => {
    const rows = await tx.selectFrom("adapters").selectAll().orderBy("priority").orderBy("name").execute();
    const checked = await lastChecks(
      tx,
      rows.map(({ id }) => id),
    );
    return rows.map((row) => shape(row, checked.get(row.id)));
  });
}

/** Adds a way to models. Its key is sealed and never shown again. @throws already_exists; validation_failed; unsafe_address */
export const create = fn(AdapterCreate, async ({ key, baseUrl = null, ...input }): Promise<Adapter> => {
  demand("add adapters");
  await demandSound({ ...input, baseUrl, hasKey: key !== undefined });
  return transaction(async (tx) => {
    const id = newId("adapter");
    const { models, ...plain } = input;
    const row = await tx
      .insertInto("adapters")
      .values({
        ...{ id, baseUrl, models: JSON.stringify(models), createdBy: reference() },
        ...plain,
        ...sealed(id, key ?? null),
      })
      .onConflict((conflict) => conflict.column("name").doNothing())
      .returningAll()
      .executeTakeFirst();
    if (!row) throw new AppError("request.already_exists", `There is an adapter ${input.name} already.`);
    await Effect.audit("adapter.created", subjectOf(row), { after: shown(row) });
    await changed();
    return shape(row);
  });
});

/** Changes an adapter. @throws version_mismatch; validation_failed; unsafe_address */
export async function patch(id: string, input: AdapterPatch, rowVersion: number): Promise<Adapter> {
  demand("change adapters");
  return transaction(async (tx) => {
    const row = await locked(tx, id);
    if (row.rowVersion !== rowVersion)
      throw new AppError("request.version_mismatch", `${row.name} was changed meanwhile. Load it again.`);
    const { key, models, ...plain } = input;
    const change = {
      ...Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)),
      ...(models ? { models: JSON.stringify({ ...(row.models as TierModels), ...given(models) }) } : {}),
      ...(key === undefined ? {} : sealed(id, key)),
    };
    const after = await saved(tx, row, change);
    await demandSound({ ...shape(after), hasKey: after.keyCipher !== null });
    await record(row, after);
    return shape(after, (await lastChecks(tx, [id])).get(id));
  });
}

async function saved(tx: Tx, row: AdapterRow, change: object): Promise<AdapterRow> {
  if (Object.keys(change).length === 0) return row;
  return tx
    .updateTable("adapters")
    .set({ ...change, updatedBy: reference() })
    .where("id", "=", row.id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

async function record(before: AdapterRow, after: AdapterRow): Promise<void> {
  const subject = subjectOf(after);
  const { enabled: was, ...old } = shown(before);
  const { enabled: is, ...now } = shown(after);
  await Effect.audit("adapter.updated", subject, { before: old, after: now });
  const switched: AuditAction = is ? "adapter.enabled" : "adapter.disabled";
  if (was !== is) await Effect.audit(switched, subject, { before: { enabled: was }, after: { enabled: is } });
  if (before.keyCipher !== after.keyCipher)
    await Effect.audit("adapter.key_changed", subject, { after: { keyLast4: after.keyLast4 } });
  if (before.rowVersion !== after.rowVersion) await changed();
}

function changed(): Promise<void> {
  return Effect.live("platform:updated", { keys: ["adapters"] });
}

function shown({ kind, baseUrl, models, local, enabled, priority }: AdapterRow) {
  return { kind, baseUrl, models, local, enabled, priority };
}

function given<T extends object>(values: T): Partial<T> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Partial<T>;
}

function sealed(id: string, key: string | null) {
  return { keyCipher: key === null ? null : seal(key, id), keyLast4: key === null ? null : key.slice(-4) };
}
