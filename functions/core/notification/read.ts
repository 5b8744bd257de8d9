import type * as z from "zod";
import * as Paging from "#core/page/index.ts";
import { may, person, tenants } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import type { Delivery, Notification as NotificationItem } from "#schema/notification.ts";
import { MarkRead } from "#schema/notification.ts";
import type { Page, PageQuery } from "#schema/page.ts";

const { iso } = Paging;

export interface Filter extends PageQuery {
  unread?: boolean | undefined;
}

/** What the person was told in the tenants it sees, newest first. */
export async function list(filter: Filter): Promise<Page<NotificationItem>> {
  const { userId } = person();
  const seen = tenants();
  const scope = JSON.stringify(["notifications", userId, seen, filter.unread]);
  const position = Paging.decode(scope, filter.cursor) as [string] | undefined;
  if (seen.length === 0) return { items: [], nextCursor: null };
  const rows = await transaction((tx) =>
    tx
      .selectFrom("notifications as n")
      .innerJoin("tenants as t", "t.id", "n.tenantId")
      .select(["n.id", "n.tenantId", "n.event", "n.title", "n.body", "n.link", "n.risk", "n.readAt", "n.createdAt"])
      .select("t.name as tenantName")
      .where("n.tenantId", "in", seen)
      .where("n.userId", "=", userId)
      .$if(filter.unread === true, (query) => query.where("n.readAt", "is", null))
      .$if(position !== undefined, (query) => query.where("n.id", "<", position?.[0] ?? ""))
      .orderBy("n.id", "desc")
      .limit(filter.limit + 1)
      .execute(),
  );
  const page = Paging.slice(rows, filter.limit, scope, (row) => [row.id]);
  const items = page.rows.map((row) => ({ ...row, readAt: iso(row.readAt), createdAt: iso(row.createdAt) }));
  return { items, nextCursor: page.nextCursor };
}

/** How much the person has not read yet. */
export async function unreadCount(): Promise<number> {
  const { userId } = person();
  const seen = tenants();
  if (seen.length === 0) return 0;
  const { count } = await transaction((tx) =>
    tx
      .selectFrom("notifications")
      .select((eb) => eb.fn.countAll<number>().as("count"))
      .where("tenantId", "in", seen)
      .where("userId", "=", userId)
      .where("readAt", "is", null)
      .executeTakeFirstOrThrow(),
  );
  return count;
}

/** Marks some or all of the person's own notifications as read; foreign ids change nothing. */
export async function markRead(input: z.input<typeof MarkRead>): Promise<void> {
  const wanted = MarkRead.parse(input);
  const { userId } = person();
  const seen = tenants();
  if (seen.length === 0) return;
  await transaction((tx) =>
    tx
      .updateTable("notifications")
      .set({ readAt: new Date() })
      .where("tenantId", "in", seen)
      .where("userId", "=", userId)
      .where("readAt", "is", null)
      .$if("ids" in wanted, (query) => query.where("id", "in", "ids" in wanted ? wanted.ids : []))
      .execute(),
  );
}

/** The ledger, newest first: the tenant's for its admins and the agency, else one's own. Addresses are masked. */
export async function deliveries(query: PageQuery): Promise<Page<Delivery>> {
  const { userId } = person();
  const seen = tenants();
  const all = may("notification_ledger.read");
  const scope = JSON.stringify(["deliveries", all ? null : userId, seen]);
  const position = Paging.decode(scope, query.cursor) as [string] | undefined;
  if (seen.length === 0) return { items: [], nextCursor: null };
  const rows = await transaction((tx) =>
    tx
      .selectFrom("notificationDeliveries")
      .select(["id", "event", "channel", "address", "status", "reason", "sentAt", "createdAt"])
      .where("tenantId", "in", seen)
      .$if(!all, (list) => list.where("userId", "=", userId))
      .$if(position !== undefined, (list) => list.where("id", "<", position?.[0] ?? ""))
      .orderBy("id", "desc")
      .limit(query.limit + 1)
      .execute(),
  );
  const page = Paging.slice(rows, query.limit, scope, (row) => [row.id]);
  const items = page.rows.map((row) => ({
    ...row,
    address: masked(row.address),
    sentAt: iso(row.sentAt),
    createdAt: iso(row.createdAt),
  }));
  return { items, nextCursor: page.nextCursor };
}

/** `ruth@example.com` as `r***@example.com`. */
export function masked(address: string): string {
  const at = address.lastIndexOf("@");
  return at < 1 ? address : `${address.slice(0, 1)}***${address.slice(at)}`;
}
