import * as z from "zod";
import { AgentName } from "./agent.ts";
import { id } from "./ids.ts";
import { Time } from "./page.ts";
import { ToolErrorCode } from "./tool.ts";

/** What a task token says: which run of which tenant it works on. Signed like an access token, for the agent surface only. */
export const TaskClaims = z.object({ sub: id("run"), tid: id("tenant"), agent: AgentName });
export type TaskClaims = z.infer<typeof TaskClaims>;

/** The clear beginning of an agent's key; the tenant's id and the secret follow. */
export const AgentKeyPrefix = z.enum(["lm_agent"]);

/** So many keys that are not revoked an agent of a workspace may have, and requests a minute each of them. */
export const agentKeysMax = 10;
export const agentKeyRatePerMinute = 60;

export const AgentKeyCreate = z.strictObject({
  agent: AgentName,
  name: z.string().trim().min(1).max(80),
  expiresAt: z.iso.datetime().optional(),
});
export type AgentKeyCreate = z.infer<typeof AgentKeyCreate>;

/** A key of an external agent: it opens health and adapter test, nothing else. */
export const AgentKey = z.object({
  id: id("agentKey"),
  agent: AgentName,
  name: z.string(),
  prefix: AgentKeyPrefix,
  lastUsedAt: Time.nullable(),
  expiresAt: Time.nullable(),
  revokedAt: Time.nullable(),
  createdAt: Time,
});
export type AgentKey = z.infer<typeof AgentKey>;

/** The answer of creating: the only time `key` is shown. */
export const AgentKeyOnce = AgentKey.extend({ key: z.string() });
export type AgentKeyOnce = z.infer<typeof AgentKeyOnce>;

export const AgentHealth = z.object({
  ok: z.literal(true),
  agent: AgentName,
  tenant: z.object({ id: id("tenant"), name: z.string() }),
});
export const AdapterTest = z.strictObject({ echo: z.string().max(1_024) });
export const AdapterTestResult = z.object({ echo: z.string(), latencyMs: z.number().describe("time on our side") });

/** Everything an agent that runs elsewhere needs for one run. */
export const RunSheet = z.object({
  runId: id("run"),
  agent: AgentName,
  status: z.string(),
  version: z.number().int(),
  wakeReason: z.string(),
  systemPrompt: z.string(),
  prompt: z.string(),
  input: z.record(z.string(), z.unknown()).describe("what the prompt was made of"),
  outputSchema: z.record(z.string(), z.unknown()).describe("JSON Schema the output must fit"),
  tools: z
    .array(z.object({ name: z.string(), description: z.string(), input: z.record(z.string(), z.unknown()) }))
    .describe("what the run may call; input is a JSON Schema"),
  limits: z.object({
    maxOutputTokens: z.number().int(),
    maxTokensPerRun: z.number().int().nullable(),
    timeoutMs: z.number().int(),
    outputBytesMax: z.number().int(),
    maxToolCalls: z.number().int(),
  }),
});
export type RunSheet = z.infer<typeof RunSheet>;

export const outputBytesMax = 512 * 1024;

/** One call of a tool by an agent that runs elsewhere. */
export const ToolAsk = z.strictObject({
  method: z.string().max(60).optional().describe("where the tool has several"),
  input: z.record(z.string().max(80), z.unknown()).default({}),
});
export type ToolAsk = z.infer<typeof ToolAsk>;

export const ToolAnswer = z.object({
  text: z.string().describe("what a model would read; texts of others stand inside <data>"),
  error: ToolErrorCode.nullable().describe("why there is no answer; the run may go on without"),
  addresses: z.array(z.string()).describe("may be cited in the answer"),
  durationMs: z.number().int(),
  callsLeft: z.number().int(),
});
export type ToolAnswer = z.infer<typeof ToolAnswer>;

export const RunDelta = z.strictObject({
  delta: z.string().min(1).max(16_384),
  sequenceNum: z.number().int().min(1).max(1_000_000),
});
export type RunDelta = z.infer<typeof RunDelta>;
export const RunDeltaReceived = z.object({ received: z.number().int().describe("the sequence number") });

const tokens = z.number().int().min(0).max(10_000_000);
export const RunResult = z.strictObject({
  status: z.enum(["success", "error"]),
  text: z.string().max(outputBytesMax).optional().describe("the answer as text, JSON inside"),
  output: z.unknown().optional().describe("the answer as an object, instead of text"),
  error: z.string().max(2_000).optional(),
  usage: z.strictObject({ inputTokens: tokens, outputTokens: tokens }).optional(),
  durationMs: z.number().int().min(0).max(86_400_000).optional(),
  sessionId: z.string().max(200).optional(),
  metadata: z.record(z.string().max(80), z.union([z.string().max(500), z.number(), z.boolean()])).optional(),
});
export type RunResult = z.infer<typeof RunResult>;
export const RunResultReceived = z.object({ received: z.literal(true), runId: id("run") });
