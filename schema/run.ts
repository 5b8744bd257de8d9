import * as z from "zod";
import { WakeReason } from "./activity.ts";
import { id } from "./ids.ts";
import type { Transition } from "./machine.ts";
import { Time } from "./page.ts";
import { RetrievalMode } from "./retrieval.ts";
import { Currency, JsonObject } from "./value.ts";

export const RunStatus = z.enum(["queued", "running", "waiting_callback", "success", "error", "cancelled"]);
export type RunStatus = z.infer<typeof RunStatus>;

const over: readonly string[] = ["success", "error", "cancelled"] satisfies RunStatus[];

/** Whether nothing more comes of a run in this status. */
export function isRunOver(status: string): boolean {
  return over.includes(status);
}

export const RunErrorCode = z.enum([
  "timeout",
  "provider_error",
  "invalid_output",
  "cost_limit",
  "spend_cap",
  "tool_loop",
  "tool_denied",
  "callback_expired",
  "lease_lost",
]);
export type RunErrorCode = z.infer<typeof RunErrorCode>;
export type RunVerb = "start" | "wait" | "hand_off" | "succeed" | "fail" | "cancel";

export const runMachine: readonly Transition<RunStatus, RunVerb>[] = [
  { from: ["queued"], verb: "start", to: "running" },
  { from: ["running"], verb: "wait", to: "queued" },
  { from: ["running"], verb: "hand_off", to: "waiting_callback" },
  { from: ["running", "waiting_callback"], verb: "succeed", to: "success" },
  { from: ["queued", "running", "waiting_callback"], verb: "fail", to: "error" },
  { from: ["queued", "running", "waiting_callback"], verb: "cancel", to: "cancelled" },
];

/** A run is tried this often; then its work has failed for good. */
export const runAttemptsMax = 4;
/** A running run renews its lease this often and loses it after this long, in milliseconds. */
export const runLeaseMs = 30_000;
export const runHeartbeatMs = 8_000;

export const StepKind = z.enum(["model", "tool", "retrieval", "validator", "critic", "guard", "wait", "message"]);

export const StepStatus = z.enum(["ok", "error", "blocked"]);
export const CallPurpose = z.enum(["agent", "critic", "chat", "embed", "scorer", "image", "video", "check"]);
export const CallStatus = z.enum(["ok", "error", "timeout", "refused"]);
export const ValidatorAction = z.enum(["none", "repaired", "cleaned", "warned", "failed"]);
export const EditCategory = z.enum(["tone", "fact", "structure", "length", "forbidden_word", "seo", "format", "other"]);
export type EditCategory = z.infer<typeof EditCategory>;

export const Run = z.object({
  id: id("run"),
  activityId: z.string().nullable(),
  subject: z.object({ type: z.string(), id: z.string() }).nullable(),
  agent: z.string(),
  agentVersion: z.number().int(),
  adapter: z.string(),
  model: z.string(),
  tier: z.string(),
  status: RunStatus,
  attempt: z.number().int(),
  version: z.number().int(),
  wakeReason: WakeReason,
  promptSha256: z.string().nullable(),
  inputTokens: z.number().int(),
  outputTokens: z.number().int(),
  cachedTokens: z.number().int(),
  costMicros: z.number().nullable().describe("provider cost in millionths of the currency; agency side only"),
  currency: z.string(),
  credits: z.number(),
  errorCode: z.string().nullable(),
  errorMessage: z.string().nullable(),
  queuedAt: Time,
  startedAt: Time.nullable(),
  finishedAt: Time.nullable(),
});
export type Run = z.infer<typeof Run>;

export const RunStep = z.object({
  seq: z.number().int(),
  kind: StepKind,
  name: z.string(),
  status: StepStatus,
  startedAt: Time,
  durationMs: z.number().int(),
  summary: z.string().nullable(),
});
export type RunStep = z.infer<typeof RunStep>;

export const RunChunk = z.object({ seq: z.number().int(), delta: z.string() });
export type RunChunk = z.infer<typeof RunChunk>;

export const RetrievalHit = z.object({
  rank: z.number().int(),
  chunkId: z.string(),
  fileId: z.string(),
  fileTitle: z.string(),
  page: z.number().int().nullable(),
  headingPath: z.string().nullable(),
  text: z.string(),
  dense: z.number().nullable(),
  bm25: z.number().nullable(),
  recency: z.number(),
  importance: z.number(),
  score: z.number(),
  used: z.boolean(),
});
export type RetrievalHit = z.infer<typeof RetrievalHit>;

/** What a query finds, as people and systems that try it out see it. */
export const DatasetAnswer = z.object({
  hits: z.array(RetrievalHit),
  retrievalLogId: z.string(),
  degraded: z.boolean(),
  tookMs: z.number().int(),
});
export type DatasetAnswer = z.infer<typeof DatasetAnswer>;

export const Retrieval = z.object({
  id: z.string(),
  runId: z.string().nullable(),
  query: z.string(),
  mode: RetrievalMode,
  denseWeight: z.number(),
  degraded: z.boolean(),
  latencyMs: z.number().int(),
  createdAt: Time,
  hits: z.array(RetrievalHit),
});
export type Retrieval = z.infer<typeof Retrieval>;

/** One use of a tool; its result is cut, the whole is in the object store. */
export const ToolCallRow = z.object({
  id: id("toolCall"),
  runId: id("run"),
  stepSeq: z.number().int().min(0),
  tool: z.string().min(1).max(60),
  method: z.string().min(1).max(60),
  args: JsonObject,
  result: z.json().nullable(),
  resultKey: z.string().min(1).max(500).nullable(),
  success: z.boolean(),
  errorCode: z.string().max(80).nullable(),
  durationMs: z.number().int().min(0),
  approvalId: id("approval").nullable(),
  cited: z.boolean(),
  costMicros: z.number().int().min(0),
  currency: Currency,
});

/** A run done over from its recording: whether the same came of it, as hashes of product or failure. */
export const Replayed = z.object({
  of: id("run"),
  identical: z.boolean(),
  was: z.string(),
  is: z.string(),
  note: z.string().nullable().describe("why it went another way"),
});
export type Replayed = z.infer<typeof Replayed>;

/** With what a run is done over. */
export const ReplayOrder = z.strictObject({
  agentVersion: z
    .number()
    .int()
    .min(1)
    .optional()
    .describe(
      "version of the agent whose prompt is used; without it nothing is asked anew: the recorded answers are read again",
    ),
});
export type ReplayOrder = z.infer<typeof ReplayOrder>;

/** How the adapter of a run is called that is done over from its recording: no model is asked. */
export const fromRecording = "recording";

/** A run in a list of the agency; `replayOf` is the run it does over. */
export const ListedRun = Run.extend({
  tenantId: id("tenant"),
  tenantName: z.string(),
  activityTitle: z.string().nullable(),
  replayOf: z.string().nullable(),
});
export type ListedRun = z.infer<typeof ListedRun>;

/** A stored prompt of an agent; `isOwn` is the one the run was made with. */
export const StoredPrompt = z.object({ version: z.number().int(), isOwn: z.boolean(), createdAt: Time });
export type StoredPrompt = z.infer<typeof StoredPrompt>;

/** What two runs of the same question have come to. Hunks are a unified diff. */
export const RunDiff = z.object({
  of: id("run"),
  against: id("run"),
  identical: z.boolean(),
  system: z.string(),
  output: z.string(),
  before: z.object({
    status: RunStatus,
    agentVersion: z.number().int(),
    model: z.string(),
    tokens: z.number().int(),
    costMicros: z.number(),
    remarks: z.number().int(),
  }),
  after: z.object({
    status: RunStatus,
    agentVersion: z.number().int(),
    model: z.string(),
    tokens: z.number().int(),
    costMicros: z.number(),
    remarks: z.number().int(),
  }),
});
export type RunDiff = z.infer<typeof RunDiff>;

/** Everything of a run in order, each step with what it kept. */
export const Transcript = z.object({
  run: Run,
  prompt: z.object({ system: z.string(), prompt: z.string() }).nullable(),
  steps: z.array(RunStep.extend({ data: z.unknown().describe("what the step kept, whole") })),
});
export type Transcript = z.infer<typeof Transcript>;

export const ValidatorName = z.enum(["V1", "V2", "V3", "V4", "V5", "V6", "V7", "V8", "V9", "V10", "V11"]);
