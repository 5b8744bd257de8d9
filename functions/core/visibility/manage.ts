import * as Effect from "#core/effect/index.ts";
import { reference, require } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { notFound } from "#schema/errors.ts";
import type { PlatformAssistant, PlatformAssistantPatch, VisibilityPlatform } from "#schema/visibility.ts";

/** The assistants as those see them who operate the platform. */
export async function list(): Promise<PlatformAssistant[]> {
  require("system.operate", "see assistants", "platform");
  const rows = await transaction((tx) => assistants(tx).orderBy("p.key").execute());
  return rows.map(shape);
}

/** Says by which adapter and model an assistant is asked, and whether at all. */
export async function patch(key: VisibilityPlatform, input: PlatformAssistantPatch): Promise<PlatformAssistant> {
  require("system.operate", "configure assistants", "platform");
  return transaction(async (tx) => {
    const before = await assistants(tx).where("p.key", "=", key).executeTakeFirst();
    if (!before) throw notFound("Assistant", key);
    const { adapter, model, enabled } = input;
    const adapterId = adapter ? await idOf(tx, adapter) : null;
    await tx
      .updateTable("aiVisibilityPlatforms")
      .set({
        ...(adapter === undefined ? {} : { adapterId }),
        ...(model === undefined ? {} : { model }),
        ...(enabled === undefined ? {} : { enabled }),
        updatedBy: reference(),
      })
      .where("key", "=", key)
      .execute();
    const row = await assistants(tx).where("p.key", "=", key).executeTakeFirstOrThrow();
    const subject = { type: "ai_visibility_platform", id: row.id, label: row.displayName };
    await Effect.audit("ai_visibility.platform_configured", subject, { before: shape(before), after: shape(row) });
    await Effect.live("platform:updated", { keys: ["ai-visibility"] });
    return shape(row);
  });
}

async function idOf(tx: Tx, name: string): Promise<string> {
  const row = await tx.selectFrom("adapters").select("id").where("name", "=", name).executeTakeFirst();
  if (!row) throw notFound("Adapter", name);
  return row.id;
}

function assistants(tx: Tx) {
  return tx
    .selectFrom("aiVisibilityPlatforms as p")
    .leftJoin("adapters as a", "a.id", "p.adapterId")
    .select(["p.id", "p.key", "p.displayName", "p.model", "p.enabled", "a.name as adapter"]);
}

function shape({
  key,
  displayName: name,
  adapter,
  model,
  enabled,
}: {
  key: string;
  displayName: string;
  adapter: string | null;
  model: string | null;
  enabled: boolean;
}): PlatformAssistant {
  return { key: key as VisibilityPlatform, name, adapter, model, enabled };
}
