import type { Tx } from "#platform/db.ts";
import { seal } from "#platform/secrets.ts";
import { newId } from "#schema/ids.ts";

interface Provider {
  kind: "openai" | "anthropic" | "google" | "ollama";
  key: string;
  url: string;
  models: Record<"cheap" | "standard" | "expensive", string>;
}
const providers: readonly Provider[] = [
  {
    kind: "anthropic",
    key: "LEADMETRICS_ANTHROPIC_API_KEY",
    url: "LEADMETRICS_ANTHROPIC_BASE_URL",
    models: { cheap: "claude-haiku-4-5", standard: "claude-sonnet-4-5", expensive: "claude-opus-4-5" },
  },
  {
    kind: "openai",
    key: "LEADMETRICS_OPENAI_API_KEY",
    url: "LEADMETRICS_OPENAI_BASE_URL",
    models: { cheap: "gpt-5-mini", standard: "gpt-5", expensive: "gpt-5" },
  },
  {
    kind: "google",
    key: "LEADMETRICS_GOOGLE_API_KEY",
    url: "LEADMETRICS_GOOGLE_BASE_URL",
    models: { cheap: "gemini-2.5-flash", standard: "gemini-2.5-pro", expensive: "gemini-2.5-pro" },
  },
  {
    kind: "ollama",
    key: "",
    url: "LEADMETRICS_OLLAMA_URL",
    models: { cheap: "gemma3:4b", standard: "gemma3:4b", expensive: "gemma3:4b" },
  },
];

/** The ways to models that this machine's environment names. An adapter exists when its key (or, for Ollama, its address) is configured; `offline` always does. */
export async function seedAdapters(tx: Tx): Promise<void> {
  const offline = { cheap: "offline-extractive", standard: "offline-extractive", expensive: "offline-extractive" };
  await tx
    .insertInto("adapters")
    .values({
      id: newId("adapter"),
      name: "offline",
      kind: "offline",
      models: JSON.stringify(offline),
      local: true,
      priority: 100,
    })
    .onConflict((conflict) => conflict.column("name").doNothing())
    .execute();
  for (const [position, provider] of providers.entries()) {
    const key = process.env[provider.key];
    const baseUrl = process.env[provider.url] ?? null;
    const configured = provider.kind === "ollama" ? baseUrl : key;
    const known = await tx
      .selectFrom("adapters")
      .select(["id", "createdBy", "updatedBy"])
      .where("name", "=", provider.kind)
      .executeTakeFirst();
    // What people configured in Manage stays.
    if (known?.createdBy || known?.updatedBy) continue;
    if (!configured) {
      await tx.updateTable("adapters").set({ enabled: false }).where("name", "=", provider.kind).execute();
      continue;
    }
    const id = known?.id ?? newId("adapter");
    const values = {
      kind: provider.kind,
      baseUrl,
      keyCipher: key ? seal(key, id) : null,
      keyLast4: key?.slice(-4) ?? null,
      models: JSON.stringify(provider.models),
      local: provider.kind === "ollama",
      enabled: true,
      priority: 10 + position,
    };
    await tx
      .insertInto("adapters")
      .values({ id, name: provider.kind, ...values })
      .onConflict((conflict) => conflict.column("name").doUpdateSet(values))
      .execute();
  }
}
