import * as z from "zod";
import { asPlatform } from "#platform/db.ts";
import { type AddOptions, addAll } from "#platform/queue.ts";
import type { Message, QueueName } from "#schema/queues.ts";
import { queues } from "#schema/queues.ts";
import type { Share } from "../fair.ts";
import { alone, batchMax, delivered, type OutboxRow, putOff, take } from "./rows.ts";

export type Shares = ReadonlyMap<QueueName, Share>;

const JobRow = z.object({ data: z.unknown(), priority: z.number().optional() });
const NotificationRow = z.object({
  subject: z.object({ type: z.string(), id: z.string() }),
  data: z.record(z.string(), z.string()),
  risk: z.enum(["low", "medium", "high"]).optional(),
});
const normalPriority = 5;

/** Turns outbox rows of kind job and notification into messages of their queues. @returns whether there may be more */
export function relayJobs(shares: Shares): Promise<boolean> {
  return asPlatform(async (tx) => {
    if (!(await alone(tx, "jobs"))) return false;
    const rows = await take(tx, ["job", "notification"]);
    const sent: string[] = [];
    const bundles = new Map<QueueName, { message: Message; options: AddOptions }[]>();
    const held = new Set<string | null>();
    for (const row of rows) {
      if (held.has(row.tenantId)) continue;
      try {
        const { queue, data, priority } = orderOf(row);
        const message: Message = {
          actor: row.actor,
          tenantId: row.tenantId,
          requestId: row.requestId,
          createdAt: row.createdAt.toISOString(),
          data,
        };
        const place = shares.get(queue)?.place(row.tenantId ?? "platform", priority) ?? priority;
        const bundle = bundles.get(queue) ?? [];
        bundles.set(queue, bundle);
        bundle.push({ message, options: { jobId: row.id, priority: place } });
        sent.push(row.id);
      } catch (error) {
        held.add(row.tenantId);
        await putOff(tx, row, error);
      }
    }
    await Promise.all([...bundles].map(([queue, entries]) => addAll(queue, entries)));
    await delivered(tx, sent);
    return rows.length === batchMax;
  });
}

function orderOf(row: OutboxRow): { queue: QueueName; data: unknown; priority: number } {
  if (row.kind === "notification") {
    const { subject, data, risk } = NotificationRow.parse(row.payload);
    const routed = {
      outboxId: row.id,
      event: row.name,
      subjectType: subject.type,
      subjectId: subject.id,
      data,
      ...(risk ? { risk } : {}),
    };
    return { queue: "notifications__route", data: routed, priority: normalPriority };
  }
  if (!isQueue(row.name)) throw new Error(`There is no queue ${row.name}.`);
  const { data, priority } = JobRow.parse(row.payload);
  return { queue: row.name, data, priority: priority ?? normalPriority };
}

function isQueue(name: string): name is QueueName {
  return Object.hasOwn(queues, name);
}
