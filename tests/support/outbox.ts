import { asPlatform } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";

/** A row of the outbox as a test writes it. */
export interface OutboxRow {
  kind: "job" | "live" | "audit" | "notification";
  name: string;
  payload: unknown;
  tenantId?: string | null;
  id?: string;
}

/** Writes rows, those that name no tenant for the one given. @returns their ids */
export async function writeOutbox(ofTenant: string | null, rows: readonly OutboxRow[]): Promise<string[]> {
  const values = rows.map(({ kind, name, payload, tenantId = ofTenant, id = newId("outbox") }) => ({
    id,
    kind,
    name,
    payload: JSON.stringify(payload),
    tenantId,
    actor: "system:test",
    requestId: "req_1",
  }));
  for (let at = 0; at < values.length; at += 1_000)
    await asPlatform((tx) =>
      tx
        .insertInto("outbox")
        .values(values.slice(at, at + 1_000))
        .execute(),
    );
  return values.map(({ id }) => id);
}

/** An order to bring a blog post into the search index. */
export const job = (n: number, tenantId?: string): OutboxRow => ({
  kind: "job",
  name: "search__sync",
  payload: { data: { collection: "blogs", entityId: `blg_${n}` } },
  ...(tenantId ? { tenantId } : {}),
});

/** Word to live screens that a request changed. */
export const event = (n: number, tenantId?: string): OutboxRow => ({
  kind: "live",
  name: "request:updated",
  payload: { data: { id: `brq_${n}`, status: "s" } },
  ...(tenantId ? { tenantId } : {}),
});

/** Word to the super admins' screens that a part of the platform changed. */
export const platformEvent = (key: string): OutboxRow => ({
  kind: "live",
  name: "platform:updated",
  payload: { data: { keys: [key] } },
  tenantId: null,
});

/** An entry for the audit log of a tenant, or with null of the platform. */
export const entry = (n: number, tenantId?: string | null): OutboxRow => ({
  kind: "audit",
  name: "approval.voted",
  payload: {
    at: new Date().toISOString(),
    actor: { kind: "system", id: "t", name: "t", via: "job" },
    subject: { type: "approval", id: `apr_${n}`, label: "A label" },
    change: { before: { snake_key: 1 }, after: { snake_key: 2 }, fields: ["snake_key"] },
    request: { surface: "test", requestId: "req_1" },
  },
  ...(tenantId === undefined ? {} : { tenantId }),
});

/** How many rows wait for the relay. */
export async function undelivered(): Promise<number> {
  const { n } = await asPlatform((tx) =>
    tx
      .selectFrom("outbox")
      .select((eb) => eb.fn.countAll().as("n"))
      .where("deliveredAt", "is", null)
      .executeTakeFirstOrThrow(),
  );
  return Number(n);
}
