import * as z from "zod";

/** Every live event: a live event says "look again"; it carries ids and facts, the screen re-reads. */
export const liveEvents = {
  "agent:active": z.object({ agent: z.string(), runId: z.string(), activityId: z.string().nullable() }),
  "agent:progress": z.object({
    runId: z.string(),
    seq: z.number(),
    step: z.string(),
    activityId: z.string().nullable(),
  }),
  "agent:completed": z.object({
    agent: z.string(),
    runId: z.string(),
    activityId: z.string().nullable(),
    durationMs: z.number(),
  }),
  "agent_memory:updated": z.object({ agent: z.string() }),
  "agent:failed": z.object({
    agent: z.string(),
    runId: z.string(),
    activityId: z.string().nullable(),
    code: z.string(),
    willRetry: z.boolean(),
  }),
  "activity:updated": z.object({
    id: z.string(),
    ref: z.string(),
    status: z.string(),
    blockedReason: z.string().nullable(),
  }),
  "approval:created": z.object({ id: z.string(), kind: z.string(), stage: z.string(), risk: z.string() }),
  "approval:decided": z.object({ id: z.string(), status: z.string(), have: z.number(), quorum: z.number() }),
  "content:updated": z.object({ kind: z.string(), id: z.string(), status: z.string(), version: z.number() }),
  "content:published": z.object({
    kind: z.string(),
    id: z.string(),
    status: z.string(),
    version: z.number(),
    url: z.string(),
  }),
  "content:publish_unknown": z.object({ kind: z.string(), id: z.string(), attemptId: z.string() }),
  "request:updated": z.object({ id: z.string(), status: z.string() }),
  "dataset_file:updated": z.object({ id: z.string(), status: z.string(), done: z.number(), total: z.number() }),
  "crawl:progress": z.object({
    jobId: z.string(),
    status: z.string(),
    pagesCrawled: z.number(),
    pagesFound: z.number(),
  }),
  "comment:updated": z.object({ subject: z.string(), id: z.string(), visibility: z.string() }),
  "setup:updated": z.object({ step: z.string(), status: z.string() }),
  "insight:updated": z.object({ id: z.string(), status: z.string() }),
  "anomaly:created": z.object({ id: z.string(), status: z.string() }),
  "goal:updated": z.object({ id: z.string() }),
  "ai_visibility:updated": z.object({ id: z.string() }),
  "report:updated": z.object({ id: z.string(), status: z.string() }),
  "month:updated": z.object({ id: z.string(), month: z.string(), status: z.string() }),
  "chat:message": z.object({ threadId: z.string(), messageId: z.string(), status: z.string(), userId: z.string() }),
  "lead:updated": z.object({ id: z.string(), status: z.string() }),
  "credits:changed": z.object({ available: z.number(), reserved: z.number() }),
  "notification:new": z.object({
    id: z.string(),
    userId: z.string(),
    event: z.string(),
    title: z.string(),
    risk: z.string().nullable(),
  }),
  "platform:updated": z.object({ keys: z.array(z.string()) }),
  "settings:updated": z.object({ keys: z.array(z.string()) }),
  "stream:reset": z.object({ reason: z.string() }),
} as const;

export type LiveType = keyof typeof liveEvents;
export type LiveData<T extends LiveType> = z.infer<(typeof liveEvents)[T]>;

/** One frame as clients receive it: `seq` is its place in the tenant's stream. */
export interface LiveFrame {
  seq: number;
  tenantId: string;
  type: LiveType;
  at: string;
  data: Record<string, unknown>;
}

/** A stream keeps this much; older ids answer `stream:reset`. */
export const streamLength = 10_000;
export const heartbeatMs = 15_000;
