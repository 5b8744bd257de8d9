import * as z from "zod";
import { type Publisher, type RosterEntry, type RunAgent, runAgents } from "./agent.ts";
import { id } from "./ids.ts";
import { roster } from "./roster.ts";
import { SourcedCollection } from "./search.ts";

/** One queue: what travels, which function takes it, how often and how long it may try. */
export interface Queue<P extends z.ZodType = z.ZodType> {
  payload: P;
  function: string;
  batch: number;
  windowMs: number;
  concurrency: number;
  /** Jobs that begin in a minute, over all workers; without it as many as there are slots for. */
  perMinute?: number;
  attempts: number;
  backoffMs: number;
  timeoutMs: number;
  memoryMb: number;
}

const AgentJob = z.object({ runId: id("run"), agent: z.string() });
const DeliveryJob = z.object({ deliveryId: id("delivery") });

const base = { windowMs: 5, attempts: 4, backoffMs: 5_000, memoryMb: 512 } as const;

/** The function that takes an agent's jobs: its own file, or that of all agents with a model. */
type AgentFunction<N extends RunAgent> = (typeof roster)[N] extends { worker: infer File extends string }
  ? `functions/worker/${File}.handler`
  : "functions/worker/agents.handler";
type AgentQueues = {
  [N in RunAgent as `agent__${N}`]: Queue<typeof AgentJob> & { function: AgentFunction<N> };
};

/** One queue for each agent, with the limits of its descriptor. */
const agentQueues = Object.fromEntries(
  runAgents.map((name) => {
    const { queue, concurrency, perMinute, timeoutMs, worker = "agents" }: RosterEntry = roster[name];
    const limits = { ...base, batch: 1, concurrency, timeoutMs, ...(perMinute ? { perMinute } : {}) };
    return [queue, { ...limits, payload: AgentJob, function: `functions/worker/${worker}.handler` }];
  }),
) as AgentQueues;

const AttemptJob = z.object({ attemptId: id("publishAttempt"), step: z.enum(["post", "check", "look_up"]) });

/** The queue of a publisher, with the limits of its descriptor. */
function attempts(publisher: Publisher) {
  const { concurrency, timeoutMs }: RosterEntry = roster[publisher];
  const limits = { ...base, batch: 1, concurrency, timeoutMs };
  return { ...limits, payload: AttemptJob, function: "functions/worker/publish.handler" } as const;
}

export const queues = {
  ...agentQueues,
  adapter__check: {
    ...base,
    payload: z.object({ checkId: id("adapterCheck") }),
    function: "functions/worker/agents.handler",
    batch: 1,
    concurrency: 2,
    timeoutMs: 60_000,
  },
  channel__sync: {
    ...base,
    payload: z.object({ channelId: id("channel") }),
    function: "functions/worker/metrics.handler",
    batch: 1,
    concurrency: 4,
    timeoutMs: 300_000,
  },
  publish__blog: attempts("blog-publisher"),
  publish__social: attempts("social-publisher"),
  publish__gbp: attempts("gbp-publisher"),
  publish__newsletter: {
    ...attempts("newsletter-publisher"),
    payload: z.union([
      AttemptJob,
      z.object({ newsletterId: id("emailNewsletter"), userId: id("user"), step: z.literal("test") }),
    ]),
  },
  publish__ads: attempts("ads-publisher"),
  rag__ingest: {
    ...base,
    payload: z.discriminatedUnion("kind", [
      z.object({ kind: z.enum(["file", "purge"]), fileId: id("datasetFile"), generation: z.number().int() }),
      z.object({
        kind: z.literal("text"),
        subjectType: z.enum(["research_note", "blog_post", "social_post"]),
        subjectId: z.string(),
      }),
    ]),
    function: "functions/worker/rag.handler",
    batch: 1,
    concurrency: 2,
    timeoutMs: 600_000,
    memoryMb: 1024,
  },
  notifications__route: {
    ...base,
    payload: z.object({
      outboxId: id("outbox"),
      event: z.string(),
      subjectType: z.string(),
      subjectId: z.string(),
      data: z.record(z.string(), z.string()),
      risk: z.enum(["low", "medium", "high"]).optional(),
    }),
    function: "functions/worker/notifications.handler",
    batch: 10,
    concurrency: 20,
    timeoutMs: 30_000,
  },
  notifications__email: {
    ...base,
    payload: DeliveryJob,
    function: "functions/worker/notifications.handler",
    batch: 5,
    concurrency: 10,
    timeoutMs: 30_000,
  },
  notifications__account: {
    ...base,
    payload: z.object({ mailId: id("accountMail") }),
    function: "functions/worker/notifications.handler",
    batch: 5,
    concurrency: 10,
    timeoutMs: 30_000,
  },
  notifications__web: {
    ...base,
    payload: DeliveryJob,
    function: "functions/worker/notifications.handler",
    batch: 10,
    concurrency: 20,
    timeoutMs: 10_000,
  },
  search__sync: {
    ...base,
    payload: z.object({ collection: SourcedCollection, entityId: z.string() }),
    function: "functions/worker/search.handler",
    batch: 10,
    concurrency: 20,
    timeoutMs: 30_000,
  },
} as const satisfies Record<string, Queue>;

export type QueueName = keyof typeof queues;
export type Payload<Q extends QueueName> = z.infer<(typeof queues)[Q]["payload"]>;
export const queueNames = Object.keys(queues) as QueueName[];

/** What a queue message carries beside its payload: who caused it, for which tenant, and when. */
export const Message = z.object({
  actor: z.string(),
  tenantId: id("tenant").nullable(),
  requestId: z.string().nullable(),
  createdAt: z.string(),
  data: z.unknown(),
});
export type Message = z.infer<typeof Message>;

/** The SQS-shaped event a worker function receives. */
export const QueueEvent = z.object({
  Records: z.array(
    z.object({
      messageId: z.string(),
      body: z.string(),
      attributes: z.object({ ApproximateReceiveCount: z.string(), SentTimestamp: z.string() }),
      eventSource: z.literal("bullmq"),
      eventSourceARN: z.string(),
    }),
  ),
});
export type QueueEvent = z.infer<typeof QueueEvent>;

/** The worker's answer. `fatal` ends retries; `retryAfterMs` waits that long without using up an attempt. */
export const QueueAnswer = z.object({
  batchItemFailures: z.array(
    z.object({
      itemIdentifier: z.string(),
      reason: z.string(),
      code: z.string().optional(),
      fatal: z.boolean().optional(),
      retryAfterMs: z.number().optional(),
    }),
  ),
});
export type QueueAnswer = z.infer<typeof QueueAnswer>;
