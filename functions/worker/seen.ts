import { transaction } from "#platform/db.ts";
import type { QueueName } from "#schema/queues.ts";

/** Which of these messages were handled to their end before: delivery is at least once, work counts once. */
export async function seen(queue: QueueName, messageIds: readonly string[]): Promise<Set<string>> {
  const rows = await transaction((tx) =>
    tx
      .selectFrom("consumedEvents")
      .select("eventId")
      .where("consumer", "=", queue)
      .where("eventId", "in", [...messageIds])
      .execute(),
  );
  return new Set(rows.map((row) => row.eventId));
}

/** Remembers messages as handled. */
export async function remember(queue: QueueName, messageIds: readonly string[]): Promise<void> {
  await transaction((tx) =>
    tx
      .insertInto("consumedEvents")
      .values(messageIds.map((eventId) => ({ consumer: queue, eventId })))
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  );
}
