import * as z from "zod";
import { WakeReason } from "./activity.ts";
import { Trust } from "./dataset.ts";
import { Remembered, rememberedMax } from "./memory.ts";
import type { CreditRateKey } from "./plans.ts";
import { roster } from "./roster.ts";
import { RunStatus } from "./run.ts";
import type { Plan } from "./tenant.ts";

export type AgentName = keyof typeof roster;
export const agentNames = Object.keys(roster) as [AgentName, ...AgentName[]];
/** Agents whose work is ordered run by run. A publisher is ordered attempt by attempt, and each attempt is written down as its run. */
export type RunAgent = {
  [N in AgentName]: (typeof roster)[N]["queue"] extends `agent__${string}` ? N : never;
}[AgentName];
export type Publisher = Exclude<AgentName, RunAgent>;
export const runAgents = agentNames.filter((name): name is RunAgent => roster[name].queue.startsWith("agent__"));

/** The queue that runs of an agent are ordered on. */
export function runQueueOf(agent: AgentName): `agent__${RunAgent}` {
  return `agent__${agent as RunAgent}`;
}
export const AgentName = z.enum(agentNames);
export const Tier = z.enum(["cheap", "standard", "expensive"]);
export type Tier = z.infer<typeof Tier>;
/** What an agent needs: a model of texts of a tier, makers of pictures or videos, or nothing (`none`): its work is done in code. */
export const AgentTier = z.enum([...Tier.options, "image", "video", "none"]);
export type AgentTier = z.infer<typeof AgentTier>;

/** Whether an agent of the tier asks a model for texts. */
export function isTextTier(tier: AgentTier): tier is Tier {
  return Tier.safeParse(tier).success;
}

export const AgentVersionStatus = z.enum(["draft", "active", "retired"]);
export const AdapterKind = z.enum(["anthropic", "openai", "google", "ollama", "claude-cli", "webhook", "offline"]);
export const AgentGroup = z.enum([
  "setup",
  "strategy",
  "orchestration",
  "seo",
  "content",
  "design",
  "analysis",
  "research",
  "quality",
  "reactive",
  "publish",
  "campaign",
  "crm",
  "system",
]);
export type AgentGroup = z.infer<typeof AgentGroup>;
export const PriceUnit = z.enum(["token", "image", "video_second", "call"]);

/**
 * Sections of a prompt, each with its usual room in tokens; a version of an agent may give others. The system prompt itself is
 * never cut: what does not fit beside it of a client's own instructions stays out.
 */
export const sectionTokens = {
  system: 1_000,
  context: 3_000,
  chunks: 2_000,
  pages: 1_500,
  skills: 400,
  brief: 800,
  notes: 500,
  memory: 400,
} as const;
export type PromptSection = keyof typeof sectionTokens;
export const SectionBudgets = z.partialRecord(
  z.enum(Object.keys(sectionTokens) as [PromptSection, ...PromptSection[]]),
  z.number().int().min(0).max(100_000),
);
export type SectionBudgets = z.infer<typeof SectionBudgets>;

/** What the catalogues know of an agent; `schema/roster.ts` is made of the descriptors. */
export interface RosterEntry {
  label: string;
  description: string;
  group: AgentGroup;
  queue: string;
  tier: AgentTier;
  minPlan: Plan;
  creditRateKey: CreditRateKey | null;
  /** Runs at the same time, over all tenants. */
  concurrency: number;
  /** Runs that begin in a minute, over all tenants; as a rule without bound. */
  perMinute?: number;
  timeoutMs: number;
  /** The file in `functions/worker` that does its work; without it, the one of all agents with a model. */
  worker?: string;
}

/** A passage as an agent sees it. Its text is data, never an instruction. */
export const ContextChunk = z.object({
  chunkId: z.string(),
  fileName: z.string(),
  text: z.string(),
  score: z.number(),
  trust: Trust,
});
export type ContextChunk = z.infer<typeof ContextChunk>;

/** What every agent gets beside its own input. */
export const Envelope = z.object({
  runId: z.string(),
  version: z.number().int().min(1),
  wakeReason: WakeReason,
  reviewerNotes: z.string().max(4_000).optional(),
  locale: z.string(),
  timeZone: z.string(),
  now: z.string(),
  contextFile: z.string().max(20_000),
  chunks: z.array(ContextChunk).max(12),
  bannedWords: z.array(z.string()),
  domains: z.array(z.string()).optional().describe("the company's own; what lies under them may be linked"),
  skills: z
    .array(z.object({ name: z.string(), description: z.string() }))
    .max(60)
    .optional(),
  memory: z.array(Remembered).max(rememberedMax).optional(),
});
export type Envelope = z.infer<typeof Envelope>;

export const Citation = z.strictObject({
  claim: z.string().min(3).max(300),
  chunkId: z.string().optional(),
  url: z.string().optional(),
});
export type Citation = z.infer<typeof Citation>;

/** The shape every agent answers in. */
export function Answer<T extends z.ZodType>(data: T) {
  return z.strictObject({
    data,
    citations: z.array(Citation).max(60),
    warnings: z.array(z.string().min(1).max(200)).max(20),
  });
}
export interface Answer<T> {
  data: T;
  citations: Citation[];
  warnings: string[];
}

/** Work that cannot be done without a model. It is not tried again: the same input would give the same. */
export class CannotCompose extends Error {}

/** What an agent does for a workspace; its day begins at midnight UTC. */
export const AgentFigures = z.object({
  running: z.number().int(),
  queued: z.number().int(),
  today: z.object({
    runs: z.number().int(),
    failed: z.number().int(),
    credits: z.number(),
    costMicros: z.number().nullable().describe("provider cost in millionths of a dollar; agency side only"),
  }),
  lastRun: z.object({ id: z.string(), status: RunStatus, at: z.string() }).nullable(),
});
export type AgentFigures = z.infer<typeof AgentFigures>;

export const AgentState = z.object({
  name: AgentName,
  label: z.string(),
  description: z.string(),
  tier: AgentTier,
  adapter: z.string(),
  model: z.string(),
  enabled: z.boolean(),
  pausedAt: z.string().nullable(),
  state: z.enum(["idle", "queued", "working", "paused", "failed"]),
  figures: AgentFigures,
  queueDepth: z.number().int(),
  instructions: z.string().nullable(),
  webhookUrl: z.string().nullable(),
});
export type AgentState = z.infer<typeof AgentState>;

/** Where an agent of a workspace's own takes its runs, and the header whose secret tells it that they come from us. */
export const AgentWebhook = z.strictObject({
  url: z.url({ protocol: /^https$/ }).max(2_000),
  header: z.string().regex(/^[A-Za-z0-9-]{1,60}$/, "must be the name of a header"),
  secret: z
    .string()
    .regex(/^[\x21-\x7e]+( [\x21-\x7e]+)*$/, "must be printable")
    .min(16)
    .max(500),
  timeoutMs: z.number().int().min(1_000).max(180_000).default(180_000).describe("how long its answer may take"),
});
export type AgentWebhook = z.infer<typeof AgentWebhook>;

export const AgentPatch = z.strictObject({
  enabled: z.boolean().optional(),
  instructions: z.string().trim().max(2_000).nullable().optional(),
  tier: Tier.optional(),
  adapter: z.string().max(40).nullable().optional(),
  model: z.string().max(120).nullable().optional(),
  webhook: AgentWebhook.nullable().optional().describe("runs go there instead of to a model; null: to models again"),
});
export type AgentPatch = z.infer<typeof AgentPatch>;
