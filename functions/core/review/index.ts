import * as Approval from "#core/approval/index.ts";
import * as Comment from "#core/comment/index.ts";
import * as Memory from "#core/memory/index.ts";
import { within } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { Resolve } from "#schema/approval.ts";
import { CommentSubject } from "#schema/comment.ts";
import { AppError } from "#schema/errors.ts";
import { one } from "./read.ts";
import { subjectOf } from "./subjects.ts";
import { written } from "./written.ts";

export { detail, list, one } from "./read.ts";

/**
 * Decides an approval about exactly the content the person saw, and does what follows from it:
 * the next stage, the release, or the rejection loop, and what its writer learns of it, all in one transaction.
 */
export async function resolve(id: string, input: Resolve) {
  const decision = Resolve.parse(input);
  await inTenantOf(id, async (tx) => {
    const row = await Approval.find(tx, id);
    const subject = subjectOf(row.kind);
    const after = await Approval.vote(tx, row.id, decision, await subject.present(tx, row.subjectId));
    if (after.status === "pending") return;
    await teach(tx, row, decision);
    if (after.status === "approved") await subject.approved(tx, row);
    if (after.status === "rejected") await subject.rejected(tx, row, decision);
  });
  return one(id);
}

/** Opens an expired approval again with a new clock, for the same bytes. */
export async function reopen(id: string) {
  let opened = id;
  await inTenantOf(id, async (tx) => {
    const known = expired(await Approval.find(tx, id));
    // What is decided is held before its approval, as in resolve.
    const present = await subjectOf(known.kind).present(tx, known.subjectId);
    const row = expired(await Approval.find(tx, id, true));
    if (present.contentHash !== row.contentHash)
      throw new AppError(
        "approval.approval_stale",
        `The content changed since; version ${present.version} has its own approval.`,
        { details: { version: present.version } },
      );
    opened = await Approval.open(tx, {
      kind: row.kind,
      subject: { type: row.subjectType, id: row.subjectId, title: present.title },
      version: row.subjectVersion,
      contentHash: row.contentHash,
      stage: row.stage,
      author: row.requestedBy,
      flags: row.flags,
      activityId: row.activityId,
      risk: row.risk,
      reopenedFrom: id,
    });
  });
  return one(opened);
}

/** Says something about what is to be approved, to everybody who may see it. */
export async function comment(id: string, body: string) {
  const row = await transaction((tx) => Approval.find(tx, id));
  return within(row.tenantId, () =>
    Comment.create({
      subjectType: CommentSubject.parse(row.subjectType),
      subjectId: row.subjectId,
      ...(row.kind === "content_request" ? {} : { version: row.subjectVersion }),
      visibility: "client",
      body,
    }),
  );
}

function expired(row: Approval.Row): Approval.Row {
  if (row.status === "expired") return row;
  throw new AppError(
    "request.illegal_transition",
    `The approval is ${row.status}; only an expired one can be reopened.`,
    { details: { status: row.status } },
  );
}

// What is wrong with a picture says nothing of the text.
async function teach(tx: Tx, row: Approval.Row, { decision, note = "", category }: Resolve): Promise<void> {
  if (category === "design") return;
  const subject = { type: row.subjectType, id: row.subjectId };
  const text = await written(tx, subject);
  if (!text) return;
  const said = { note, category: category ?? null };
  if (decision === "approve") await Memory.approved(tx, subject, row.subjectVersion, text);
  else await Memory.rejected(tx, subject, row.subjectVersion, text, said);
}

// A reviewer decides across clients: the work itself runs inside the one client the approval belongs to.
async function inTenantOf(id: string, work: (tx: Tx) => Promise<void>): Promise<void> {
  const found = await transaction((tx) => Approval.find(tx, id));
  await within(found.tenantId, () => transaction(work));
}
