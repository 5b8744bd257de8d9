import * as Activity from "#core/activity/index.ts";
import * as Approval from "#core/approval/index.ts";
import { flagsOf, mayAskAgain } from "#core/critic/read.ts";
import * as Deliverable from "#core/deliverable/index.ts";
import * as Effect from "#core/effect/index.ts";
import { dispatch } from "#core/run/dispatch.ts";
import { reference, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { activityMachine } from "#schema/activity.ts";
import type { ApprovalFlag } from "#schema/approval.ts";
import type { BlogFields, BlogStatus, BlogVerb, CriticResult } from "#schema/blog.ts";
import { blogMachine } from "#schema/blog.ts";
import { notFound } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { after, allows } from "#schema/machine.ts";
import type { StoredClaim } from "./claims.ts";
import { storeClaims } from "./claims.ts";
import { contentHash, countWords, slugOf } from "./hash.ts";

export { archive, edit, restore, waive } from "./edit.ts";
export { get, list } from "./read.ts";
export { claims } from "./support.ts";
export { diff, version, versions } from "./versions.ts";

export interface Row extends BlogFields {
  id: string;
  status: BlogStatus;
  version: number;
  contentHash: string;
  channelId: string | null;
  activityId: string | null;
  briefId: string | null;
  secondaryKeywords: string[];
  scheduledFor: Date | null;
  publishedUrl: string | null;
  rowVersion: number;
  runId: string | null;
}

/** Makes the post of an activity when its writer is due. A second call finds the first one's post. */
export async function create(
  tx: Tx,
  input: { requestId: string | null; activityId: string; briefId: string; title: string; targetKeyword: string },
): Promise<string> {
  const activity = await tx
    .selectFrom("activities")
    .select("scheduledFor")
    .where("tenantId", "=", tenant())
    .where("id", "=", input.activityId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  const known = await tx
    .selectFrom("blogPosts")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("activityId", "=", input.activityId)
    .where("deletedAt", "is", null)
    .executeTakeFirst();
  if (known) {
    await rebrief(tx, known.id, input.briefId);
    return known.id;
  }
  const request = input.requestId ? await requested(tx, input.requestId) : undefined;
  if (request?.blogPostId) return request.blogPostId;
  const id = newId("blogPost");
  const channelId = request?.channelId ?? (await onlyChannel(tx));
  const wanted = request?.wantedOn ? new Date(`${request.wantedOn}T09:00:00Z`) : activity.scheduledFor;
  await tx
    .insertInto("blogPosts")
    .values({
      tenantId: tenant(),
      id,
      title: input.title,
      slug: await freeSlug(tx, slugOf(input.title), id),
      targetKeyword: input.targetKeyword,
      briefId: input.briefId,
      status: "drafting",
      channelId,
      activityId: input.activityId,
      scheduledFor: wanted && wanted > new Date() ? wanted : null,
    })
    .execute();
  if (input.requestId)
    await tx
      .updateTable("blogRequests")
      .set({ blogPostId: id })
      .where("tenantId", "=", tenant())
      .where("id", "=", input.requestId)
      .execute();
  await Effect.audit(
    "blog_post.created",
    { type: "blog_post", id, label: input.title },
    { after: { title: input.title } },
  );
  await changed(id, "drafting", 0);
  return id;
}

// A new brief: the post in review goes back to its writer, one that is being written is written once more, a decided one stays.
async function rebrief(tx: Tx, id: string, briefId: string): Promise<void> {
  const row = await locked(tx, id);
  if (row.briefId === briefId || !row.activityId) return;
  await tx.updateTable("blogPosts").set({ briefId }).where("tenantId", "=", tenant()).where("id", "=", id).execute();
  const activity = await Activity.locked(tx, row.activityId);
  if (allows(blogMachine, row.status, "reject") && allows(activityMachine, activity.status, "reject"))
    await rejected(tx, id, "dm", "The brief was written anew. Write the post by the new one.", false);
  else if (activity.status === "in_progress") await Activity.outdate(tx, activity.id);
}

async function requested(tx: Tx, requestId: string) {
  const row = await tx
    .selectFrom("blogRequests")
    .select(["blogPostId", "channelId", "wantedOn"])
    .where("tenantId", "=", tenant())
    .where("id", "=", requestId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("Request", requestId);
  return row;
}

/** Stores what the writer wrote as the next version, with its claims, and hands it to the critic. */
export async function storeDraft(
  tx: Tx,
  input: {
    postId: string;
    runId: string;
    activityId: string;
    fields: BlogFields & { secondaryKeywords: string[] };
    claims: StoredClaim[];
  },
): Promise<void> {
  const row = await locked(tx, input.postId);
  const fields = { ...input.fields, slug: await freeSlug(tx, input.fields.slug, row.id) };
  const version = row.version + 1;
  const hash = await write(tx, row, fields, version, { author: reference(), kind: "agent", runId: input.runId });
  await storeClaims(tx, { type: "blog_post", id: row.id }, version, input.claims);
  await tx
    .updateTable("blogPosts")
    .set({ runId: input.runId, secondaryKeywords: input.fields.secondaryKeywords })
    .where("tenantId", "=", tenant())
    .where("id", "=", row.id)
    .execute();
  await Effect.audit(
    "blog_post.drafted",
    { type: "blog_post", id: row.id, label: fields.title },
    { before: { version: row.version }, after: { version, contentHash: hash } },
  );
  await changed(row.id, row.status, version);
  await dispatch(tx, {
    agent: "content-critic",
    subject: { type: "blog_post", id: row.id },
    version,
    wakeReason: "new_task",
    priority: "critical",
  });
}

/**
 * The critic has spoken, or could not. A failed draft goes back to the writer once;
 * then people see it, with its issues flagged.
 */
export async function criticised(
  tx: Tx,
  postId: string,
  version: number,
  result: CriticResult | null,
  suspected: boolean,
): Promise<void> {
  const row = await locked(tx, postId);
  if (row.version !== version || row.status !== "drafting" || !row.activityId) return;
  if (result)
    await tx
      .updateTable("blogPosts")
      .set({ brandScore: result.score })
      .where("tenantId", "=", tenant())
      .where("id", "=", postId)
      .execute();
  if (await Activity.isOutdated(tx, row.activityId)) return void (await Activity.rewrite(tx, row.activityId, []));
  if (result && !result.passed && (await mayAskAgain(tx, { type: "blog_post", id: postId }))) {
    await Activity.rewrite(tx, row.activityId, result.issues);
    return;
  }
  const flags = await flagsOf(tx, { type: "blog_post", id: postId }, { version, verdict: result, suspected });
  await move(tx, row, "draft_ready");
  await Activity.draftReady(tx, row.activityId);
  await openStage(tx, row, "dm", flags);
}

/** Hash, version and title an approval of a post is about. */
export async function present(tx: Tx, id: string): Promise<{ contentHash: string; version: number; title: string }> {
  const row = await locked(tx, id);
  return { contentHash: row.contentHash, version: row.version, title: row.title };
}

/** A reviewer of the agency approved: the client's stage opens. */
export async function dmApproved(tx: Tx, id: string, flags: ApprovalFlag[]): Promise<Row> {
  const row = await locked(tx, id);
  await move(tx, row, "dm_approve", { dmApprovedBy: reference(), dmApprovedAt: new Date(), dmRejectionNote: null });
  await Effect.audit("blog_post.dm_approved", subject(row));
  if (row.activityId) await Deliverable.move(tx, row.activityId, "dm_approve");
  const settings = await tx
    .selectFrom("tenantSettings")
    .select("approvalMode")
    .where("tenantId", "=", tenant())
    .executeTakeFirst();
  if (settings?.approvalMode !== "internal") await openStage(tx, row, "client", flags);
  return { ...row, status: "client_review" };
}

/** The client approved: the activity is done and the post may leave. */
export async function clientApproved(tx: Tx, id: string): Promise<Row> {
  const row = await locked(tx, id);
  await move(tx, row, "client_approve", {
    clientApprovedBy: reference(),
    clientApprovedAt: new Date(),
    clientRejectionNote: null,
  });
  await Effect.audit("blog_post.client_approved", subject(row));
  if (row.activityId)
    await Activity.finish(tx, row.activityId, "approve_last", { blogPostId: row.id, version: row.version });
  return { ...row, status: "client_approved" };
}

/** Either side sent it back: the writer runs again on the note. `revise` keeps the count of rejections. */
export async function rejected(
  tx: Tx,
  id: string,
  stage: "dm" | "client",
  note: string,
  counts: boolean,
): Promise<void> {
  const row = await locked(tx, id);
  await move(tx, row, "reject", stage === "dm" ? { dmRejectionNote: note } : { clientRejectionNote: note });
  await Approval.supersede(tx, { type: "blog_post", id });
  await Effect.audit("blog_post.rejected", subject(row), {}, note);
  if (!row.activityId) return;
  const { queued } = await Activity.reject(tx, row.activityId, note, counts);
  if (queued) await move(tx, { ...row, status: "rejected" }, "regenerate");
}

/** The writer failed for good. */
export async function failed(tx: Tx, activityId: string): Promise<void> {
  const found = await tx
    .selectFrom("blogPosts")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("activityId", "=", activityId)
    .where("status", "=", "drafting")
    .executeTakeFirst();
  if (found) await move(tx, await locked(tx, found.id), "fail");
}

/** Moves a post along its machine, with the live event and the search mark. */
export async function move(
  tx: Tx,
  row: Pick<Row, "id" | "status" | "version" | "title">,
  verb: BlogVerb,
  set: Record<string, unknown> = {},
): Promise<BlogStatus> {
  const status = after(blogMachine, row.status, verb, `"${row.title}"`);
  await tx
    .updateTable("blogPosts")
    .set({ status, ...set })
    .where("tenantId", "=", tenant())
    .where("id", "=", row.id)
    .execute();
  await changed(row.id, status, row.version);
  return status;
}

/** Writes the fields as a new version, kept for ever, and computes its hash. @returns the hash */
export async function write(
  tx: Tx,
  row: Row,
  fields: BlogFields,
  version: number,
  by: { author: string; kind: "agent" | "human"; runId?: string; changeNote?: string | undefined },
): Promise<string> {
  const hash = contentHash({ ...fields, channelId: row.channelId });
  const { title, slug, body, excerpt, targetKeyword, metaTitle, metaDescription } = fields;
  const content = { title, slug, body, excerpt, targetKeyword, metaTitle, metaDescription };
  await tx
    .updateTable("blogPosts")
    .set({ ...content, version, contentHash: hash, wordCount: countWords(body) })
    .where("tenantId", "=", tenant())
    .where("id", "=", row.id)
    .execute();
  await tx
    .insertInto("contentVersions")
    .values({
      tenantId: tenant(),
      id: newId("contentVersion"),
      subjectType: "blog_post",
      subjectId: row.id,
      version,
      content: JSON.stringify(content),
      sha256: hash,
      author: by.author,
      authorKind: by.kind,
      changeNote: by.changeNote ?? null,
      runId: by.runId ?? null,
    })
    .execute();
  return hash;
}

/** Opens the approval of a stage for the present version. */
export async function openStage(
  tx: Tx,
  row: Pick<Row, "id" | "activityId">,
  stage: "dm" | "client",
  flags: ApprovalFlag[],
): Promise<void> {
  const now = await locked(tx, row.id);
  const author = await tx
    .selectFrom("contentVersions")
    .select("author")
    .where("tenantId", "=", tenant())
    .where("subjectType", "=", "blog_post")
    .where("subjectId", "=", row.id)
    .where("version", "=", now.version)
    .executeTakeFirstOrThrow();
  await Approval.open(tx, {
    kind: "blog_post",
    subject: { type: "blog_post", id: row.id, title: now.title },
    version: now.version,
    contentHash: now.contentHash,
    stage,
    author: author.author,
    flags,
    activityId: row.activityId,
  });
}

/** Reads and locks a post of the tenant at work. */
export async function locked(tx: Tx, id: string): Promise<Row> {
  const row = await tx
    .selectFrom("blogPosts")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("deletedAt", "is", null)
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw notFound("Blog post", id);
  return row as unknown as Row;
}

/** The slug, or the slug with the first free number. */
export async function freeSlug(tx: Tx, wanted: string, postId: string): Promise<string> {
  const taken = await tx
    .selectFrom("blogPosts")
    .select("slug")
    .where("tenantId", "=", tenant())
    .where("slug", "like", `${wanted}%`)
    .where("id", "!=", postId)
    .execute();
  const slugs = new Set(taken.map((row) => row.slug));
  if (!slugs.has(wanted)) return wanted;
  for (let number = 2; ; number++) if (!slugs.has(`${wanted}-${number}`)) return `${wanted}-${number}`;
}

/** Tells screens and the search index that a post changed. */
export async function changed(id: string, status: string, version: number): Promise<void> {
  await Effect.live("content:updated", { kind: "blog_post", id, status, version });
  await Effect.searchSync("blogs", id);
}

function subject(row: Row) {
  return { type: "blog_post", id: row.id, label: row.title };
}

async function onlyChannel(tx: Tx): Promise<string | null> {
  const rows = await tx
    .selectFrom("connectedChannels")
    .select("id")
    .where("tenantId", "=", tenant())
    .where("type", "=", "wordpress")
    .where("status", "=", "connected")
    .where("deletedAt", "is", null)
    .limit(2)
    .execute();
  return rows.length === 1 ? (rows[0]?.id ?? null) : null;
}
