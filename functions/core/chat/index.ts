import * as Credit from "#core/credit/index.ts";
import { dispatch } from "#core/run/dispatch.ts";
import { forbids } from "#core/run/order.ts";
import { require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { type ChatMessage, ChatMessageInput, type ChatMode, chatAgents } from "#schema/chat.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { roster } from "#schema/roster.ts";
import * as Thread from "./thread.ts";

export { change, create, list, messages, remove } from "./thread.ts";

const untitled = "New conversation";

/**
 * Says something in a conversation of the person's own; its agent answers. One turn after the other.
 * @returns the answer that is being written; its run streams steps and text
 * @throws request.already_exists while an answer is being written; credits.insufficient_credits
 */
export async function say(threadId: string, input: { body: string }): Promise<ChatMessage> {
  require("chat.use", "use the chat");
  const { body } = ChatMessageInput.parse(input);
  return transaction(async (tx) => {
    const thread = await Thread.locked(tx, threadId);
    if (thread.archivedAt)
      throw new AppError("request.illegal_transition", "The conversation was put away; take it back out first.");
    if (await isAnswering(tx, threadId))
      throw new AppError("request.already_exists", "An answer is being written; wait for it.");
    await insert(tx, { threadId, role: "user", body, status: "done" });
    const id = await insert(tx, { threadId, role: "agent", body: "", status: "streaming" });
    const runId = await begin(tx, thread.mode as ChatMode, id);
    const row = await tx
      .updateTable("chatMessages")
      .set({ runId })
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .returningAll()
      .executeTakeFirstOrThrow();
    const title = thread.title === untitled ? { title: body.replaceAll(/\s+/g, " ").slice(0, 80) } : {};
    await Thread.update(tx, threadId, { lastMessageAt: new Date(), ...title });
    await Thread.announce(thread.userId, { threadId, messageId: id, status: "streaming" });
    return Thread.shapeMessage(row);
  });
}

async function isAnswering(tx: Tx, threadId: string): Promise<boolean> {
  const row = await tx
    .selectFrom("chatMessages")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("chatThreadId", "=", threadId)
    .where("status", "=", "streaming")
    .executeTakeFirst();
  return row !== undefined;
}

async function insert(
  tx: Tx,
  { threadId, ...message }: { threadId: string; role: string; body: string; status: string },
): Promise<string> {
  const id = newId("chatMessage");
  await tx
    .insertInto("chatMessages")
    .values({ tenantId: tenant(), id, chatThreadId: threadId, ...message })
    .execute();
  return id;
}

// Each turn is paid for itself: what it is about is its answer.
async function begin(tx: Tx, mode: ChatMode, messageId: string): Promise<string> {
  const agent = chatAgents[mode];
  const blocked = await forbids(tx, agent);
  if (blocked === "plan") throw new AppError("plan.plan_limit", "This kind of conversation needs a higher plan.");
  if (blocked)
    throw new AppError("request.illegal_transition", `The agent may not answer now: ${blocked.replaceAll("_", " ")}.`);
  const subject = { type: "chat_message", id: messageId };
  const rateKey = roster[agent].creditRateKey;
  const credits = rateKey ? await Credit.rate(tx, rateKey) : 0;
  if (rateKey && !(await Credit.reserve({ subject, rateKey, amount: credits })))
    throw new AppError("credits.insufficient_credits", `A turn costs ${credits / 100} credits, more than are left.`);
  return dispatch(tx, { agent, subject, version: 1, wakeReason: "new_task", priority: "high", credits });
}
