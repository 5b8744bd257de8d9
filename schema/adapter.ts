import * as z from "zod";
import { AdapterKind, Tier } from "./agent.ts";
import { id } from "./ids.ts";
import { Time } from "./page.ts";

/** The kinds that people add; `offline` is built in, and webhooks belong to agents. */
export const OwnAdapterKind = AdapterKind.exclude(["offline", "webhook"]);
export type OwnAdapterKind = z.infer<typeof OwnAdapterKind>;

const Model = z.string().trim().min(1).max(120);

/** The model of each tier, by the provider's name of it. */
export const TierModels = z.strictObject({ cheap: Model, standard: Model, expensive: Model });
export type TierModels = z.infer<typeof TierModels>;

/** A way to models as people see it. Its key is never shown, only how it ends. */
export const Adapter = z.object({
  id: id("adapter"),
  name: z.string(),
  kind: AdapterKind.exclude(["webhook"]),
  baseUrl: z.string().nullable(),
  keyLast4: z.string().nullable(),
  hasKey: z.boolean(),
  models: TierModels,
  local: z.boolean().describe("may serve clients that allow only local models"),
  enabled: z.boolean(),
  priority: z.number().int().describe("the lowest is tried first where a tier has no order of its own"),
  lastCheck: z.object({ at: Time, ok: z.boolean(), error: z.string().nullable() }).nullable(),
  rowVersion: z.number().int(),
});
export type Adapter = z.infer<typeof Adapter>;

const BaseUrl = z
  .url({ protocol: /^https?$/ })
  .max(500)
  .describe("of an OpenAI-compatible server or a machine of one's own");
const Key = z
  .string()
  .trim()
  .regex(/^[\x21-\x7e]+$/, "must be printable")
  .min(4)
  .max(500);
const Priority = z.number().int().min(1).max(1_000);

export const AdapterCreate = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9-]{1,38}$/, "must be small letters, digits and hyphens"),
  kind: OwnAdapterKind,
  baseUrl: BaseUrl.optional(),
  key: Key.optional(),
  models: TierModels,
  local: z.boolean().default(false),
  enabled: z.boolean().default(true),
  priority: Priority.default(50),
});
export type AdapterCreate = z.infer<typeof AdapterCreate>;

export const AdapterPatch = z.strictObject({
  baseUrl: BaseUrl.nullable().optional(),
  key: Key.nullable().optional().describe("a new key; null takes it away"),
  models: TierModels.partial().optional(),
  local: z.boolean().optional(),
  enabled: z.boolean().optional(),
  priority: Priority.optional(),
});
export type AdapterPatch = z.infer<typeof AdapterPatch>;

export const AdapterCheck = z.strictObject({ tier: Tier.default("cheap") });

export const AdapterCheckStatus = z.enum(["queued", "done"]);

/** A real, small call: ordered, and once it is done how it went. */
export const AdapterChecked = z.object({
  id: id("adapterCheck"),
  adapterId: id("adapter"),
  tier: Tier,
  model: z.string(),
  status: AdapterCheckStatus,
  ok: z.boolean().nullable(),
  latencyMs: z.number().int().nullable(),
  inputTokens: z.number().int().nullable(),
  outputTokens: z.number().int().nullable(),
  code: z.string().nullable().describe("of the failure"),
  error: z.string().nullable(),
  orderedAt: Time,
  finishedAt: Time.nullable(),
});
export type AdapterChecked = z.infer<typeof AdapterChecked>;

/** Which adapters a tier tries, one after the other. */
export const AdapterOrder = z.object({
  tier: Tier,
  adapters: z.array(z.string()).describe("names; empty: all that are on, by priority"),
});
export type AdapterOrder = z.infer<typeof AdapterOrder>;

export const AdapterOrderInput = z.strictObject({
  adapters: z
    .array(z.string().max(40))
    .max(20)
    .refine((names) => new Set(names).size === names.length, "names an adapter twice"),
});
