import { entryTemplates } from "#core/account-mail/entry-templates.ts";
import { accountTemplates } from "#core/account-mail/templates.ts";
import { linkTemplates } from "#core/link/templates.ts";
import { channelTexts, emailTemplates } from "#core/notification/templates.ts";
import type { Catalogue } from "#functions/release/catalogue.ts";
import { activityTypes } from "#schema/activity-types.ts";
import { collectionOf, embeddingModels } from "#schema/vectors.ts";
import { agentRows } from "./agents.ts";
import { channelMasters } from "./channels.ts";
import { priceRows, rateRows } from "./prices.ts";
import { skillRows } from "./skills.ts";
import { toolRows } from "./tools.ts";

/** What every installation needs: roster, catalogues, prices, texts. The image of the release holds it as a file. */
export function catalogue(): Catalogue {
  return {
    agents: agentRows(),
    sets: [
      { table: "regions", key: ["code"], rows: regions },
      {
        ...{ table: "tools", key: ["name"], rows: toolRows() },
        upToDate: ["description", "methods", "writes", "needsApproval", "external"],
      },
      { table: "skills", key: ["name"], once: true, rows: skillRows() },
      { table: "aiVisibilityPlatforms", key: ["key"], rows: visibilityPlatforms },
      { table: "activityTemplates", key: ["type"], rows: activityTemplates() },
      { table: "channelMasters", key: ["type"], rows: channelMasters },
      { table: "embeddingModels", key: ["name"], rows: models() },
      { table: "creditRates", key: ["key", "validFrom"], rows: rateRows },
      { table: "modelPrices", key: ["provider", "model", "unit", "validFrom"], rows: priceRows },
      {
        ...{ table: "emailTemplates", key: ["slug", "locale"], rows: mails() },
        upToDate: ["subject", "htmlBody", "variables"],
      },
      {
        table: "channelTexts",
        key: ["event", "channel", "locale"],
        upToDate: ["title", "body"],
        rows: channelTexts.map((text) => ({ ...text })),
      },
    ],
  };
}

const terms = { graceDays: 7, invoiceDueDays: 14 };
const regions = [
  {
    ...{ code: "world", name: "Worldwide", currency: "USD", taxScheme: "none", gateway: "stripe", ...terms },
    countries: ["US", "GB", "PT"],
  },
  {
    ...{ code: "in", name: "India", currency: "INR", taxScheme: "gst_in", gateway: "razorpay", ...terms },
    countries: ["IN"],
  },
];

const visibilityPlatforms = [
  { key: "chatgpt", displayName: "ChatGPT" },
  { key: "claude", displayName: "Claude" },
  { key: "gemini", displayName: "Gemini" },
  { key: "perplexity", displayName: "Perplexity", model: "sonar" },
];

const activityTemplates = () =>
  Object.entries(activityTypes).map(([type, { label, description, agent, minPlan, monthly, risk, ...said }]) => ({
    ...{ type, label, description, minPlan, risk, monthlyMin: monthly.min, monthlyMax: monthly.max },
    agent: agent === "human" ? null : agent,
    creditRateKey: said.creditRateKey ?? type,
    gates: [...said.gates],
    dependsOn: [...said.dependsOn],
  }));

const models = () =>
  Object.entries(embeddingModels).map(([name, { adapter, dimensions, maxInputTokens, local }]) => ({
    ...{ name, adapter, dimensions, maxInputTokens, local },
    collection: collectionOf(name),
  }));

const mails = () =>
  [...emailTemplates, ...accountTemplates, ...entryTemplates, ...linkTemplates].map(
    ({ slug, locale, subject, htmlBody, variables }) => ({
      slug,
      locale,
      subject,
      htmlBody,
      variables: [...variables],
    }),
  );
