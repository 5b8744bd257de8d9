import * as Effect from "#core/effect/index.ts";
import * as Paging from "#core/page/index.ts";
import { mark, person, reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { ChatMessage, ChatPart, ChatThread, ChatThreadPatch } from "#schema/chat.ts";
import { ChatThreadFields, portalOf } from "#schema/chat.ts";
import { notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import type { Page, PageQuery } from "#schema/page.ts";

const { iso } = Paging;

/** The conversations of the person, the latest first. */
export async function list(query: PageQuery): Promise<Page<ChatThread>> {
  require("chat.use", "use the chat");
  const { userId } = person();
  const scope = JSON.stringify(["chat", tenant(), userId]);
  const position = Paging.decode(scope, query.cursor) as [string] | undefined;
  const rows = await transaction((tx) =>
    own(tx)
      .$if(position !== undefined, (some) => some.where("id", "<", position?.[0] ?? ""))
      .orderBy("id", "desc")
      .limit(query.limit + 1)
      .execute(),
  );
  const page = Paging.slice(rows, query.limit, scope, (row) => [row.id]);
  return { items: page.rows.map(shape), nextCursor: page.nextCursor };
}

/** Begins a conversation. */
export async function create(fields: Partial<ChatThread>): Promise<ChatThread> {
  require("chat.use", "use the chat");
  const { title, mode } = ChatThreadFields.parse(fields);
  const { userId } = person();
  const id = newId("chatThread");
  return transaction(async (tx) => {
    const portal = portalOf(mark() ?? "TM");
    const values = { userId, title, mode, portal, createdBy: reference() };
    await tx
      .insertInto("chatThreads")
      .values({ tenantId: tenant(), id, ...values })
      .execute();
    return shape(await locked(tx, id));
  });
}

/** Renames a conversation of the person's own, or puts it away. */
export async function change(id: string, { title, archived }: ChatThreadPatch): Promise<ChatThread> {
  require("chat.use", "use the chat");
  return transaction(async (tx) => {
    await locked(tx, id);
    const set = {
      ...(title === undefined ? {} : { title }),
      ...(archived === undefined ? {} : { archivedAt: archived ? new Date() : null }),
    };
    await update(tx, id, { ...set, updatedBy: reference() });
    return shape(await locked(tx, id));
  });
}

/** Takes a conversation of the person's own away. */
export async function remove(id: string): Promise<void> {
  require("chat.use", "use the chat");
  await transaction(async (tx) => {
    await locked(tx, id);
    await update(tx, id, { deletedAt: new Date(), deletedBy: reference() });
  });
}

/** What was said, newest first. */
export async function messages(threadId: string, query: PageQuery): Promise<Page<ChatMessage>> {
  require("chat.use", "use the chat");
  const scope = JSON.stringify(["chat", tenant(), threadId]);
  const position = Paging.decode(scope, query.cursor) as [string] | undefined;
  const rows = await transaction(async (tx) => {
    await locked(tx, threadId);
    return tx
      .selectFrom("chatMessages")
      .selectAll()
      .where("tenantId", "=", tenant())
      .where("chatThreadId", "=", threadId)
      .$if(position !== undefined, (some) => some.where("id", "<", position?.[0] ?? ""))
      .orderBy("id", "desc")
      .limit(query.limit + 1)
      .execute();
  });
  const page = Paging.slice(rows, query.limit, scope, (row) => [row.id]);
  return { items: page.rows.map(shapeMessage), nextCursor: page.nextCursor };
}

/** A conversation of the person's own, held. Those of others are not found. */
export async function locked(tx: Tx, id: string) {
  const row = await own(tx).where("id", "=", id).forUpdate().executeTakeFirst();
  if (!row) throw notFound("Conversation", id);
  return row;
}

/** True when the person asked for the answer. */
export async function isOwn(tx: Tx, messageId: string): Promise<boolean> {
  const row = await tx
    .selectFrom("chatMessages as m")
    .innerJoin("chatThreads as t", (join) =>
      join.onRef("t.tenantId", "=", "m.tenantId").onRef("t.id", "=", "m.chatThreadId"),
    )
    .select("m.id")
    .where("m.tenantId", "=", tenant())
    .where("m.id", "=", messageId)
    .where("t.userId", "=", person().userId)
    .executeTakeFirst();
  return row !== undefined;
}

/** Changes a conversation that is held. */
export async function update(tx: Tx, id: string, set: Record<string, unknown>): Promise<void> {
  await tx.updateTable("chatThreads").set(set).where("tenantId", "=", tenant()).where("id", "=", id).execute();
}

/** Tells the one person who talks that there is something to read. */
export async function announce(
  userId: string,
  { threadId, messageId, status }: { threadId: string; messageId: string; status: string },
): Promise<void> {
  await Effect.live("chat:message", { threadId, messageId, status, userId });
}

/** A message as its reader gets it. */
export function shapeMessage(row: {
  id: string;
  role: string;
  body: string;
  parts: unknown;
  citations: unknown;
  status: string;
  errorCode: string | null;
  runId: string | null;
  createdAt: Date;
}): ChatMessage {
  return {
    ...{ id: row.id, body: row.body, errorCode: row.errorCode, runId: row.runId },
    role: row.role as ChatMessage["role"],
    status: row.status as ChatMessage["status"],
    parts: row.parts as ChatPart[],
    citations: row.citations as ChatMessage["citations"],
    createdAt: iso(row.createdAt),
  };
}

function own(tx: Tx) {
  return tx
    .selectFrom("chatThreads")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("userId", "=", person().userId)
    .where("deletedAt", "is", null);
}

function shape(row: Awaited<ReturnType<typeof locked>>): ChatThread {
  return {
    ...{ id: row.id, title: row.title },
    mode: row.mode as ChatThread["mode"],
    portal: row.portal as ChatThread["portal"],
    lastMessageAt: iso(row.lastMessageAt),
    archivedAt: iso(row.archivedAt),
    createdAt: iso(row.createdAt),
  };
}
