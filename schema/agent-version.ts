import * as z from "zod";
import { AgentGroup, AgentName, AgentTier, AgentVersionStatus } from "./agent.ts";
import { id } from "./ids.ts";
import { Time } from "./page.ts";
import { Plan } from "./tenant.ts";

/** How an agent did in the last 30 days, over all clients. */
const Figures = z.object({
  runs: z.number().int(),
  succeeded: z.number().int(),
  failed: z.number().int(),
  cost: z.array(z.object({ currency: z.string(), micros: z.number() })).describe("in millionths of each currency"),
});

/** An agent as the platform has it, before a client overrides anything. */
export const MasterAgent = z.object({
  name: AgentName,
  label: z.string(),
  description: z.string(),
  group: AgentGroup,
  tier: AgentTier,
  adapter: z.string().nullable(),
  model: z.string().nullable(),
  version: z.number().int(),
  enabled: z.boolean(),
  pausedAt: Time.nullable(),
  minPlan: Plan,
  timeoutS: z.number().int(),
  concurrency: z.number().int().describe("runs at the same time over all clients; set with a release"),
  overrides: z.number().int().describe("clients with a configuration of their own"),
  rowVersion: z.number().int(),
  figures: Figures,
});
export type MasterAgent = z.infer<typeof MasterAgent>;

/** Paused agents start no run, for nobody; agents that are off are not offered either. */
export const MasterAgentPatch = z.strictObject({
  enabled: z.boolean().optional(),
  paused: z.boolean().optional(),
  minPlan: Plan.optional(),
  timeoutS: z.number().int().min(30).max(900).optional(),
});
export type MasterAgentPatch = z.infer<typeof MasterAgentPatch>;

const names = z.array(z.string().max(61)).max(20);

/** What a version of an agent says: its words, its model and its limits. */
export const AgentVersionInput = z.strictObject({
  systemPrompt: z.string().trim().min(20).max(40_000),
  tier: AgentTier,
  adapter: z.string().max(40).nullable(),
  model: z.string().trim().min(1).max(120).nullable(),
  temperature: z.number().min(0).max(1),
  maxOutputTokens: z.number().int().min(256).max(64_000),
  maxTurns: z.number().int().min(1).max(50),
  maxTokensPerRun: z.number().int().min(1_000).max(2_000_000).nullable(),
  maxCostPerRunMinor: z.number().int().min(0).max(100_000).nullable().describe("minor units of USD"),
  tools: names,
  skills: names.describe("empty: all that are for the agent"),
  changeNote: z.string().trim().min(3).max(500),
});
export type AgentVersionInput = z.infer<typeof AgentVersionInput>;

export const AgentVersionRow = z.object({
  id: id("agentVersion"),
  version: z.number().int(),
  status: AgentVersionStatus,
  changeNote: z.string(),
  publishedBy: z.string().nullable().describe("null: came with a release"),
  publishedAt: Time.nullable(),
  createdAt: Time,
});
export type AgentVersionRow = z.infer<typeof AgentVersionRow>;

export const AgentVersion = AgentVersionRow.extend(AgentVersionInput.omit({ changeNote: true }).shape);
export type AgentVersion = z.infer<typeof AgentVersion>;

/** A client with a configuration of its own of an agent: what it says otherwise. */
export const AgentOverride = z.object({
  tenantId: id("tenant"),
  tenantName: z.string(),
  enabled: z.boolean(),
  pausedAt: Time.nullable(),
  tier: AgentTier.nullable(),
  adapter: z.string().nullable(),
  model: z.string().nullable(),
  hasInstructions: z.boolean(),
  hasWebhook: z.boolean(),
  toolsDenied: z.array(z.string()),
  updatedAt: Time,
});
export type AgentOverride = z.infer<typeof AgentOverride>;

/** What a version of an agent can choose from. */
export const AgentChoices = z.object({ tools: z.array(z.string()), skills: z.array(z.string()) });
