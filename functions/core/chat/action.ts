import canonicalize from "canonicalize";
import type { ActionAnswer } from "#agents/chat-executor.ts";
import { votesVia } from "#core/approval/decider.ts";
import * as Effect from "#core/effect/index.ts";
import { iso } from "#core/page/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import type { Product } from "#core/run/outcomes.ts";
import { isImpersonated, may, origin, person, reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { approvalRules, expiresAfterMs } from "#schema/approval.ts";
import {
  type ChatAction,
  type ChatActionStatus,
  type ChatActionStep,
  type ChatVerb,
  chatActionMachine,
  chatVerbNames,
  chatVerbs,
  proposalDays,
} from "#schema/chat-action.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { after } from "#schema/machine.ts";
import * as Chat from "./agent.ts";
import { asCaller } from "./caller.ts";
import * as Thread from "./thread.ts";

/** What the agent gets: the question, and what of the closed list the person themselves may do. */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  const question = await Chat.load(run);
  const verbs = await asCaller(run.id, async () =>
    chatVerbNames
      .filter((verb) => may(chatVerbs[verb].permission))
      .map((verb) => ({ verb, does: chatVerbs[verb].label })),
  );
  return { ...question, verbs };
}

/** Keeps the answer and what it proposes. Nothing is done: the person confirms each proposal, or declines it. */
export async function store(tx: Tx, run: ClaimedRun, product: Product<ActionAnswer>): Promise<void> {
  const messageId = run.subjectId ?? "";
  const { threadId } = await Chat.answerOf(tx, messageId);
  for (const [position, { verb, summary, arguments: given }] of product.data.proposedActions.entries()) {
    const id = newId("chatAction");
    await tx
      .insertInto("chatActions")
      .values({
        ...{ tenantId: tenant(), id, chatThreadId: threadId, chatMessageId: messageId, runId: run.id, position },
        ...{ verb, summary, contentHash: hashOf(verb, given), status: "proposed" },
        arguments: JSON.stringify(given),
        expiresAt: new Date(Date.now() + proposalDays * 86_400_000),
      })
      .execute();
    await Effect.audit("chat_action.proposed", { type: "chat_action", id, label: summary }, { after: { verb } });
  }
  await Chat.store(tx, run, product);
}

/** What was proposed in a conversation of the person's own, newest first. */
export async function list(threadId: string): Promise<ChatAction[]> {
  require("chat.use", "use the chat");
  return transaction(async (tx) => {
    await Thread.locked(tx, threadId);
    const rows = await tx
      .selectFrom("chatActions")
      .selectAll()
      .where("tenantId", "=", tenant())
      .where("chatThreadId", "=", threadId)
      .orderBy("id", "desc")
      .limit(100)
      .execute();
    return rows.map(shape);
  });
}

/**
 * Does what was proposed, once: as the person who confirms exactly these bytes, by the rules of the verb itself. Approval, deed and
 * record are one transaction, so that none is ever without the others.
 * @throws approval.approval_stale; approval.approval_closed; whatever the verb refuses
 */
export async function confirm(id: string, contentHash: string): Promise<ChatAction> {
  require("chat.use", "confirm actions");
  if (isImpersonated())
    throw new AppError("auth.impersonated", "Nobody may confirm an action while acting as somebody else.");
  return transaction(async (tx) => {
    const row = await locked(tx, id);
    const status = next(row, "execute");
    if (row.contentHash !== contentHash || hashOf(row.verb, row.arguments) !== contentHash)
      throw new AppError("approval.approval_stale", "This is not what was proposed; look at the proposal again.");
    const approvalId = await approve(tx, row);
    const { perform } = await import("./verbs.ts");
    const result = await perform(row.verb as ChatVerb, row.arguments);
    await decided(tx, row, { status, approvalId, result: JSON.stringify(result) });
    await Effect.audit(
      "chat_action.executed",
      { type: "chat_action", id, label: row.summary },
      { after: { verb: row.verb, ...result } },
    );
    return shape(await locked(tx, id));
  });
}

/** Leaves undone what was proposed. */
export async function decline(id: string): Promise<ChatAction> {
  require("chat.use", "decline actions");
  return transaction(async (tx) => {
    const row = await locked(tx, id);
    await decided(tx, row, { status: next(row, "decline") });
    await Effect.audit("chat_action.declined", { type: "chat_action", id, label: row.summary });
    return shape(await locked(tx, id));
  });
}

/** What a confirmation is bound to: verb and arguments, to the letter. */
export function hashOf(verb: string, given: unknown): string {
  return sha256(canonicalize({ verb, arguments: given }) ?? "");
}

type Row = Awaited<ReturnType<typeof locked>>;

function next(row: Row, step: ChatActionStep): ChatActionStatus {
  if (row.status !== "proposed" || row.expiresAt.getTime() <= Date.now())
    throw new AppError(
      "approval.approval_closed",
      `This proposal is ${row.status === "proposed" ? "void" : row.status}.`,
    );
  return after(chatActionMachine, row.status as ChatActionStatus, step, "The proposal");
}

// The person's word is an approval like any other: bound to the bytes, used up by the one deed.
async function approve(tx: Tx, row: Row): Promise<string> {
  const id = newId("approval");
  const { risk } = approvalRules.chat_action;
  const via = votesVia();
  const now = new Date();
  const { ip, userAgent } = origin();
  await tx
    .insertInto("approvals")
    .values({
      ...{ tenantId: tenant(), id, kind: "chat_action", subjectType: "chat_action", subjectId: row.id },
      ...{ subjectVersion: 1, title: row.summary.slice(0, 200), contentHash: row.contentHash, risk },
      ...{ stage: via === "dm" ? "dm" : "client", status: "approved", approvalsHave: 1, runId: row.runId },
      ...{ requestedBy: `agent:${row.runId}`, decidedBy: reference(), decidedAt: now, usedAt: now },
      expiresAt: new Date(now.getTime() + expiresAfterMs[risk]),
      action: JSON.stringify({ verb: row.verb, arguments: row.arguments }),
    })
    .execute();
  await tx
    .insertInto("approvalVotes")
    .values({
      ...{ tenantId: tenant(), id: newId("vote"), approvalId: id, voter: reference(), via, decision: "approve" },
      ...{ contentHash: row.contentHash, ip: ip ?? "unknown", userAgent: userAgent ?? "unknown" },
    })
    .execute();
  const subject = { type: "approval", id, label: row.summary };
  await Effect.audit("approval.approved", subject, { after: { kind: "chat_action", contentHash: row.contentHash } });
  return id;
}

async function decided(tx: Tx, row: Row, set: Record<string, unknown>): Promise<void> {
  await tx
    .updateTable("chatActions")
    .set({ ...set, decidedBy: reference(), decidedAt: new Date() })
    .where("tenantId", "=", tenant())
    .where("id", "=", row.id)
    .execute();
  const { chatThreadId: threadId, chatMessageId: messageId } = row;
  await Thread.announce(person().userId, { threadId, messageId, status: String(set["status"]) });
}

async function locked(tx: Tx, id: string) {
  const row = await tx
    .selectFrom("chatActions as a")
    .innerJoin("chatThreads as t", (join) =>
      join.onRef("t.tenantId", "=", "a.tenantId").onRef("t.id", "=", "a.chatThreadId"),
    )
    .selectAll("a")
    .where("a.tenantId", "=", tenant())
    .where("a.id", "=", id)
    .where("t.userId", "=", person().userId)
    .where("t.deletedAt", "is", null)
    .forUpdate("a")
    .executeTakeFirst();
  if (!row) throw notFound("Proposal", id);
  return row;
}

function shape(row: Omit<Row, never>): ChatAction {
  const { id, chatMessageId: messageId, summary, contentHash } = row;
  const verb = row.verb as ChatVerb;
  return {
    ...{ id, messageId, verb, label: chatVerbs[verb].label, summary, contentHash },
    arguments: row.arguments as ChatAction["arguments"],
    result: row.result as ChatAction["result"],
    status: row.status as ChatAction["status"],
    expiresAt: iso(row.expiresAt),
    decidedAt: iso(row.decidedAt),
  };
}
