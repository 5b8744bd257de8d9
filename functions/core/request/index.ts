import type * as z from "zod";
import * as Approval from "#core/approval/index.ts";
import * as Effect from "#core/effect/index.ts";
import { fn } from "#core/fn.ts";
import { current, reference, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { after } from "#schema/machine.ts";
import { BlogRequestInput, BlogRequestPatch, requestMachine } from "#schema/request.ts";
import { get } from "./read.ts";
import { hash, locked, move, subject } from "./rows.ts";
import { submitIn } from "./submit.ts";

export { get, list } from "./read.ts";
export { create as createSocial } from "./social.ts";
export { approved } from "./submit.ts";

/** Asks for a blog post. A client's wish waits for the agency; the agency's own is approved at once. */
export const create = fn(BlogRequestInput, async (input) => {
  require("request.create", "ask for content");
  return transaction(async (tx) => {
    const { submit: submitted, ...fields } = input;
    if (fields.channelId) await channelExists(tx, fields.channelId);
    const id = newId("blogRequest");
    await tx
      .insertInto("blogRequests")
      .values({ tenantId: tenant(), id, status: "draft", requestedBy: reference(), createdBy: reference(), ...fields })
      .execute();
    await Effect.audit("content_request.created", subject({ id, topic: input.topic }), {
      after: { topic: input.topic },
    });
    if (submitted) await submitIn(tx, id);
    else await Effect.live("request:updated", { id, status: "draft" });
    return get(id);
  });
});

/** Changes a draft. */
export async function edit(id: string, patch: z.input<typeof BlogRequestPatch>, rowVersion: number) {
  require("request.create", "change requests");
  const fields = BlogRequestPatch.parse(patch);
  return transaction(async (tx) => {
    const row = await locked(tx, id);
    if (row.rowVersion !== rowVersion)
      throw new AppError("request.version_mismatch", "Somebody changed this request meanwhile; reload it.", {
        details: { rowVersion: row.rowVersion },
      });
    if (row.status !== "draft")
      throw new AppError("request.illegal_transition", `The request is ${row.status}; only drafts can be changed.`, {
        details: { status: row.status },
      });
    if (fields.channelId) await channelExists(tx, fields.channelId);
    const values = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
    if (Object.keys(values).length > 0)
      await tx.updateTable("blogRequests").set(values).where("tenantId", "=", tenant()).where("id", "=", id).execute();
    await Effect.live("request:updated", { id, status: row.status });
    return get(id);
  });
}

/** Sends a draft to those who decide about it. */
export async function submit(id: string) {
  require("request.create", "submit requests");
  return transaction(async (tx) => {
    await submitIn(tx, id);
    return get(id);
  });
}

/** Approves or rejects through the request's open approval. */
export async function openApproval(tx: Tx, id: string): Promise<Approval.Row> {
  const row = await locked(tx, id);
  const approval = await Approval.ofVersion(tx, { type: "content_request", id }, 1, "dm");
  if (approval) return approval;
  after(requestMachine, row.status, "approve", "The request");
  throw new AppError("approval.approval_closed", "No approval of this request is open.");
}

/** Hash and version of what an approval of a request is about. */
export async function present(tx: Tx, id: string): Promise<{ contentHash: string; version: number; title: string }> {
  const row = await locked(tx, id);
  return { contentHash: hash(row), version: 1, title: row.topic };
}

/** After rejection: nothing is made; the note tells why. */
export async function rejected(tx: Tx, id: string, note: string): Promise<void> {
  const row = await locked(tx, id);
  await move(tx, row, "reject", { decisionNote: note });
  await Effect.audit("content_request.rejected", subject(row), {}, note);
}

/** Withdraws a request that is not in production yet. */
export async function cancel(id: string, note?: string) {
  return transaction(async (tx) => {
    const row = await locked(tx, id);
    const own = row.requestedBy.endsWith(`:${"userId" in current() ? (current() as { userId: string }).userId : "-"}`);
    if (!own) require("request.cancel_any", "cancel other people's requests");
    await move(tx, row, "cancel", note ? { decisionNote: note } : {});
    await Approval.supersede(tx, { type: "content_request", id });
    await Effect.audit("content_request.cancelled", subject(row), {}, note);
    return get(id);
  });
}

/** The wish is granted: its content is published or delivered. */
export async function fulfil(tx: Tx, blogPostId: string): Promise<void> {
  const found = await tx
    .selectFrom("blogRequests")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("blogPostId", "=", blogPostId)
    .where("status", "=", "in_production")
    .executeTakeFirst();
  if (!found) return;
  const row = await locked(tx, found.id);
  await move(tx, row, "fulfil");
  await Effect.audit("content_request.fulfilled", subject(row));
}

async function channelExists(tx: Tx, id: string): Promise<void> {
  const found = await tx
    .selectFrom("connectedChannels")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("status", "!=", "disconnected")
    .where("deletedAt", "is", null)
    .executeTakeFirst();
  if (!found)
    throw new AppError("request.validation_failed", "The channel is not connected.", {
      fields: [{ path: "channelId", rule: "exists", message: "Choose a connected channel." }],
    });
}
