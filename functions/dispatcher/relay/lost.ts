import { sql } from "kysely";
import { asPlatform } from "#platform/db.ts";
import { known } from "#platform/queue.ts";
import type { QueueName } from "#schema/queues.ts";
import { queues } from "#schema/queues.ts";

const lookBackHours = 24;
const batch = 500;

/**
 * Finds orders that were handed to Redis and vanished with it - delivered, neither handled nor dead, and unknown to their
 * queue - and puts them back into the outbox. Runs whenever the connection to Redis is new. @returns how many
 */
export async function orderLostAgain(): Promise<number> {
  let found = 0;
  let after = "";
  while (true) {
    const rows = await unaccounted(after);
    const there = await Promise.all(rows.map((row) => known(row.queue, row.id)));
    const lost = rows.filter((_row, index) => !there[index]).map((row) => row.id);
    if (lost.length > 0)
      await asPlatform((tx) =>
        tx.updateTable("outbox").set({ deliveredAt: null }).where("id", "=", sql<string>`any(${lost})`).execute(),
      );
    found += lost.length;
    after = rows.at(-1)?.id ?? "";
    if (rows.length < batch) return found;
  }
}

async function unaccounted(after: string): Promise<{ id: string; queue: QueueName }[]> {
  const { rows } = await asPlatform((tx) =>
    sql<{ id: string; queue: QueueName }>`
      select o.id, o.queue from (
        select id, case kind when 'notification' then 'notifications__route' else name end as queue from outbox
        where delivered_at > now() - make_interval(hours => ${lookBackHours}) and kind in ('job', 'notification') and id > ${after}) o
      where not exists (select 1 from consumed_events c where c.consumer = o.queue and c.event_id = o.id)
        and not exists (select 1 from dead_letters d where d.queue = o.queue and d.job_id = o.id)
      order by o.id limit ${batch}`.execute(tx),
  );
  return rows.filter((row) => Object.hasOwn(queues, row.queue));
}
