import { z } from "zod";
import type { AgentDescriptor } from "#agents/descriptor/index.ts";
import { agents } from "#agents/index.ts";
import { entryTemplates } from "#core/account-mail/entry-templates.ts";
import { accountTemplates } from "#core/account-mail/templates.ts";
import { linkTemplates } from "#core/link/templates.ts";
import { channelTexts, emailTemplates } from "#core/notification/templates.ts";
import { asPlatform, type Tx } from "#platform/db.ts";
import { seal } from "#platform/secrets.ts";
import { activityTypes } from "#schema/activity-types.ts";
import { Answer } from "#schema/agent.ts";
import { newId } from "#schema/ids.ts";
import { roster } from "#schema/roster.ts";
import { limitsOf } from "#schema/run-limits.ts";
import { collectionOf, embeddingModels } from "#schema/vectors.ts";
import { signedInMasters } from "./channels.ts";
import { seedPrices } from "./prices.ts";
import { seedSkills } from "./skills.ts";
import { seedTools } from "./tools.ts";

/** What every installation needs: roster, catalogues, prices, texts. Rows that exist are brought up to date. */
export async function seedPlatform(): Promise<void> {
  await asPlatform(async (tx) => {
    await seedRegion(tx);
    await seedAgents(tx);
    await seedTools(tx);
    await seedSkills(tx);
    await seedAdapters(tx);
    await seedCatalogues(tx);
    await seedPrices(tx);
    await seedTexts(tx);
  });
}

async function seedRegion(tx: Tx): Promise<void> {
  await tx
    .insertInto("regions")
    .values([
      {
        id: newId("region"),
        code: "world",
        name: "Worldwide",
        currency: "USD",
        taxScheme: "none",
        gateway: "stripe",
        countries: ["US", "GB", "PT"],
        graceDays: 7,
        invoiceDueDays: 14,
      },
      {
        id: newId("region"),
        code: "in",
        name: "India",
        currency: "INR",
        taxScheme: "gst_in",
        gateway: "razorpay",
        countries: ["IN"],
        graceDays: 7,
        invoiceDueDays: 14,
      },
    ])
    .onConflict((conflict) => conflict.column("code").doNothing())
    .execute();
}

async function seedAgents(tx: Tx): Promise<void> {
  for (const descriptor of Object.values(agents)) {
    const { queue, timeoutMs, concurrency } = roster[descriptor.name];
    const timing = { concurrency, timeoutS: timeoutMs / 1_000, lockS: timeoutMs / 1_000 + 60 };
    await tx
      .insertInto("agents")
      .values({
        id: newId("agent"),
        name: descriptor.name,
        label: descriptor.label,
        description: descriptor.description,
        group: descriptor.group,
        queue,
        minPlan: descriptor.minPlan,
        creditRateKey: descriptor.creditRateKey,
        ...timing,
      })
      .onConflict((conflict) =>
        conflict.column("name").doUpdateSet({ label: descriptor.label, description: descriptor.description }),
      )
      .execute();
    // What people set in Manage stays.
    await tx
      .updateTable("agents")
      .set(timing)
      .where("name", "=", descriptor.name)
      .where("updatedBy", "is", null)
      .execute();
    const agent = await tx
      .selectFrom("agents")
      .select(["id", "currentVersionId"])
      .where("name", "=", descriptor.name)
      .executeTakeFirstOrThrow();
    const work = {
      ...{ tools: [...(descriptor.tools ?? [])], maxTurns: maxTurnsOf(descriptor) },
      ...{ maxOutputTokens: descriptor.maxOutputTokens, ...limitsOf(descriptor.name) },
    };
    if (agent.currentVersionId) {
      // A version that people made stays as they made it.
      await tx
        .updateTable("agentVersions")
        .set(work)
        .where("id", "=", agent.currentVersionId)
        .where("publishedBy", "is", null)
        .execute();
      continue;
    }
    const versionId = newId("agentVersion");
    const shape = (schema: z.ZodType) =>
      JSON.stringify(z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }));
    await tx
      .insertInto("agentVersions")
      .values({
        id: versionId,
        agentId: agent.id,
        version: 1,
        status: "active",
        systemPrompt: descriptor.systemPrompt,
        inputSchema: shape(descriptor.input),
        outputSchema: shape(Answer(descriptor.output)),
        tier: descriptor.tier,
        temperature: descriptor.temperature,
        ...work,
        changeNote: "First version",
        publishedAt: new Date(),
      })
      .execute();
    await tx.updateTable("agents").set({ currentVersionId: versionId }).where("id", "=", agent.id).execute();
  }
}

function maxTurnsOf({ tools = [], maxTurns = 20 }: AgentDescriptor): number {
  return tools.length > 0 ? maxTurns : 1;
}

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

// An adapter exists when its key (or, for Ollama, its address) is configured; `offline` always does.
async function seedAdapters(tx: Tx): Promise<void> {
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

async function seedCatalogues(tx: Tx): Promise<void> {
  await tx
    .insertInto("aiVisibilityPlatforms")
    .values(
      [
        { key: "chatgpt", displayName: "ChatGPT" },
        { key: "claude", displayName: "Claude" },
        { key: "gemini", displayName: "Gemini" },
        { key: "perplexity", displayName: "Perplexity", model: "sonar" },
      ].map((platform) => ({ id: newId("visibilityPlatform"), ...platform })),
    )
    .onConflict((conflict) => conflict.column("key").doNothing())
    .execute();
  await tx
    .insertInto("activityTemplates")
    .values(
      Object.entries(activityTypes).map(([type, terms]) => ({
        id: newId("activityTemplate"),
        type,
        label: terms.label,
        description: terms.description,
        agent: terms.agent === "human" ? null : terms.agent,
        minPlan: terms.minPlan,
        creditRateKey: terms.creditRateKey ?? type,
        monthlyMin: terms.monthly.min,
        monthlyMax: terms.monthly.max,
        gates: [...terms.gates],
        risk: terms.risk,
        dependsOn: [...terms.dependsOn],
      })),
    )
    .onConflict((conflict) => conflict.column("type").doNothing())
    .execute();
  await tx
    .insertInto("channelMasters")
    .values([
      {
        id: newId("channelMaster"),
        type: "website",
        name: "Website",
        description: "The client's own site, read and crawled",
        categories: ["Website"],
        auth: "none",
        requiresUrl: true,
        capabilities: ["crawl"],
        minPlan: "free",
        position: 0,
      },
      {
        id: newId("channelMaster"),
        type: "wordpress",
        name: "WordPress",
        description: "Posts to a WordPress site, as draft or published",
        categories: ["CMS"],
        auth: "basic",
        requiresUrl: true,
        capabilities: ["publish"],
        minPlan: "free",
        position: 1,
      },
      {
        id: newId("channelMaster"),
        type: "github",
        name: "GitHub",
        description: "Changes of the site as pull requests, which its developers merge",
        categories: ["Code"],
        auth: "oauth",
        requiresUrl: false,
        capabilities: ["publish", "code"],
        minPlan: "agency",
        position: 90,
      },
      ...signedInMasters.map(({ category, ...master }, at) => ({
        ...{ id: newId("channelMaster"), auth: "oauth", requiresUrl: false, position: at + 2 },
        ...{ ...master, capabilities: [...master.capabilities], categories: [category] },
      })),
      {
        id: newId("channelMaster"),
        type: "hubspot",
        name: "HubSpot",
        description: "Contacts, deals and forms become leads",
        categories: ["CRM"],
        auth: "oauth",
        requiresUrl: false,
        scopes: ["crm.objects.contacts.read", "crm.objects.deals.read", "forms"],
        capabilities: ["leads"],
        minPlan: "pro",
        position: 30,
      },
    ])
    .onConflict((conflict) => conflict.column("type").doNothing())
    .execute();
  await tx
    .insertInto("embeddingModels")
    .values(
      Object.entries(embeddingModels).map(([name, model]) => ({
        id: newId("embeddingModel"),
        name,
        adapter: model.adapter,
        dimensions: model.dimensions,
        maxInputTokens: model.maxInputTokens,
        collection: collectionOf(name),
        local: model.local,
      })),
    )
    .onConflict((conflict) => conflict.column("name").doNothing())
    .execute();
}

async function seedTexts(tx: Tx): Promise<void> {
  for (const { slug, locale, subject, htmlBody, variables } of [
    ...emailTemplates,
    ...accountTemplates,
    ...entryTemplates,
    ...linkTemplates,
  ]) {
    await tx
      .insertInto("emailTemplates")
      .values({ id: newId("emailTemplate"), slug, locale, subject, htmlBody, variables: [...variables] })
      .onConflict((conflict) =>
        conflict.columns(["slug", "locale"]).doUpdateSet({ subject, htmlBody, variables: [...variables] }),
      )
      .execute();
  }
  for (const { event, channel, locale, title, body } of channelTexts) {
    await tx
      .insertInto("channelTexts")
      .values({ id: newId("channelText"), event, channel, locale, title, body })
      .onConflict((conflict) => conflict.columns(["event", "channel", "locale"]).doUpdateSet({ title, body }))
      .execute();
  }
}
