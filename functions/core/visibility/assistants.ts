import { type AdapterChoice, choiceOf } from "#core/agent/adapter.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import type { VisibilityAssistant, VisibilityPlatform } from "#schema/visibility.ts";

/** An assistant as the tenant at work has it. */
export interface Assistant extends VisibilityAssistant {
  id: string;
  /** How it is asked; null where it cannot be. */
  choice: AdapterChoice | null;
}

/** The adapter that speaks to an assistant where the platform names no other. */
const makers: Record<VisibilityPlatform, string | null> = {
  chatgpt: "openai",
  claude: "anthropic",
  gemini: "google",
  perplexity: null,
};

/**
 * The assistants that the platform knows. One without a configured adapter, or one that the client's privacy or its list of adapters
 * forbids, is not available. What is composed without a model is no assistant's answer, so `offline` never serves as one.
 */
export async function assistantsOf(tx: Tx): Promise<Assistant[]> {
  const owner = await tx
    .selectFrom("tenants")
    .select(["dataPrivacyLevel", "allowedAdapters"])
    .where("id", "=", tenant())
    .executeTakeFirstOrThrow();
  const rows = await tx
    .selectFrom("aiVisibilityPlatforms")
    .select(["id", "key", "displayName", "adapterId", "model"])
    .where("enabled", "=", true)
    .orderBy("key")
    .execute();
  const off = await tx
    .selectFrom("tenantAiVisibilityPlatforms")
    .select("platformId")
    .where("tenantId", "=", tenant())
    .where("enabled", "=", false)
    .execute();
  const adapters = await tx
    .selectFrom("adapters")
    .selectAll()
    .where("enabled", "=", true)
    .where("kind", "!=", "offline")
    .execute();
  const isAllowed = ({ name, local }: { name: string; local: boolean }) =>
    (owner.dataPrivacyLevel === "cloud_ok" || local) &&
    (owner.allowedAdapters.length === 0 || owner.allowedAdapters.includes(name));
  return rows.map(({ id, adapterId, model, ...row }) => {
    const key = row.key as VisibilityPlatform;
    const adapter = adapters.find((one) => (adapterId ? one.id === adapterId : one.name === makers[key]));
    const choice = adapter && isAllowed(adapter) ? choiceOf(adapter, "standard", model) : null;
    const enabled = !off.some(({ platformId }) => platformId === id);
    return { id, key, name: row.displayName, enabled, available: choice !== null, choice };
  });
}
