import * as Activity from "#core/activity/index.ts";
import * as Approval from "#core/approval/index.ts";
import * as Effect from "#core/effect/index.ts";
import { may } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { plan } from "./posts.ts";
import { hash, kindOf, locked, move, type Row, subject } from "./rows.ts";

/** Sends a request to those who decide about it; whoever decides such things themselves has decided. */
export async function submitIn(tx: Tx, id: string): Promise<void> {
  const row = await locked(tx, id);
  await move(tx, row, "submit");
  await Effect.audit("content_request.submitted", subject(row));
  if (may("request.decide")) return approved(tx, id);
  await Approval.open(tx, {
    kind: "content_request",
    subject: { type: "content_request", id, title: row.topic },
    version: 1,
    contentHash: hash(row),
    stage: "dm",
    author: row.requestedBy,
  });
}

/** After approval: what was asked for is planned at high priority; a blog post as a chain of brief and post. */
export async function approved(tx: Tx, id: string): Promise<void> {
  const row = await locked(tx, id);
  await move(tx, row, "approve");
  await Effect.audit("content_request.approved", subject(row));
  if (kindOf(id) === "social_post") await plan(tx, row);
  else await write(tx, row);
  await move(tx, { ...row, status: "approved" }, "begin");
}

async function write(tx: Tx, row: Row): Promise<void> {
  const input = { requestId: row.id };
  const briefId = await Activity.plan(tx, {
    type: "content_brief",
    doer: "content-brief-writer",
    title: `Brief: ${row.topic}`,
    priority: "high",
    input,
  });
  const postId = await Activity.plan(tx, {
    type: "blog_post",
    doer: "blog-writer",
    title: row.topic,
    priority: "high",
    input,
    dependsOn: [briefId],
  });
  await Activity.consider(tx, briefId);
  await Activity.consider(tx, postId);
}
