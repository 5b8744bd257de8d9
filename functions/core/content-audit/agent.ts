import type { ContentAuditReport } from "#agents/content-auditor.ts";
import type { Failed } from "#agents/descriptor/index.ts";
import * as Activity from "#core/activity/index.ts";
import * as Effect from "#core/effect/index.ts";
import type { ClaimedRun } from "#core/run/claim.ts";
import { giveUpActivity } from "#core/run/give-up.ts";
import type { Product } from "#core/run/outcomes.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { CannotCompose } from "#schema/agent.ts";
import { AuditScope } from "#schema/content-quality.ts";
import { newId } from "#schema/ids.ts";
import * as ContentAudit from "./index.ts";
import { materialOf } from "./material.ts";
import { observe, type Scope } from "./rules.ts";

const againAfterDays = 30;

/** What the auditor gets: the post, what could be counted in it, and what stands around it. @throws CannotCompose when there is none */
export async function load(run: ClaimedRun): Promise<Record<string, unknown>> {
  return transaction(async (tx) => {
    const activity = await Activity.locked(tx, run.activityId ?? "");
    const auditId = await assigned(tx, activity);
    const audit = await tx
      .selectFrom("contentAudits")
      .select(["blogPostId", "scope"])
      .where("tenantId", "=", tenant())
      .where("id", "=", auditId)
      .executeTakeFirstOrThrow();
    const scope = Object.fromEntries(
      AuditScope.options.map((part) => [part, audit.scope.includes(part)]),
    ) as unknown as Scope;
    const { post, around, performance } = await materialOf(tx, audit.blogPostId);
    const { title, bodyMarkdown, targetKeyword, publishedOn } = post;
    return {
      ...{ blogPostId: audit.blogPostId, scope, title, bodyMarkdown, targetKeyword, publishedOn },
      ...(performance.length > 0 ? { performance } : {}),
      others: around.others,
      observed: observe(post, around, scope),
    };
  });
}

/** Stores score and findings; the activity is done. */
export async function store(tx: Tx, run: ClaimedRun, { data }: Product<ContentAuditReport>): Promise<void> {
  const activityId = run.activityId ?? "";
  const id = await assigned(tx, await Activity.locked(tx, activityId));
  const { healthScore, findings, refreshContext } = data;
  await tx
    .updateTable("contentAudits")
    .set({ status: "done", healthScore, refreshContext: JSON.stringify(refreshContext), runId: run.id })
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .execute();
  for (const { location, ...finding } of findings)
    await tx
      .insertInto("contentAuditFindings")
      .values({
        ...{ tenantId: tenant(), id: newId("contentAuditFinding"), contentAuditId: id },
        ...finding,
        location: location ?? null,
      })
      .execute();
  await finished(id, { healthScore });
  await Activity.finish(tx, activityId, "finish", { contentAuditId: id });
}

/** The audit has failed, and so has its activity. */
export async function giveUp(tx: Tx, run: Failed, code: string, message: string): Promise<void> {
  if (!run.activityId) return;
  const { contentAuditId } = (await Activity.locked(tx, run.activityId)).input as { contentAuditId?: string };
  if (contentAuditId) {
    await tx
      .updateTable("contentAudits")
      .set({ status: "failed" })
      .where("tenantId", "=", tenant())
      .where("id", "=", contentAuditId)
      .execute();
    await finished(contentAuditId, { failed: code });
  }
  await giveUpActivity(tx, run, code, message);
}

async function finished(id: string, after: Record<string, unknown>): Promise<void> {
  await Effect.audit("content_audit.finished", { type: "content_audit", id, label: id }, { after });
}

// Work of a month names no post: it takes the published one that nobody has looked at for the longest time.
async function assigned(tx: Tx, activity: Activity.Row): Promise<string> {
  const { contentAuditId } = activity.input as { contentAuditId?: string };
  if (contentAuditId) return contentAuditId;
  const since = new Date(Date.now() - againAfterDays * 86_400_000);
  const post = await tx
    .selectFrom("blogPosts as p")
    .select(["p.id", "p.title"])
    .where("p.tenantId", "=", tenant())
    .where("p.status", "=", "published")
    .where("p.deletedAt", "is", null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("contentAudits as a")
            .select("a.id")
            .whereRef("a.tenantId", "=", "p.tenantId")
            .whereRef("a.blogPostId", "=", "p.id")
            .where("a.status", "!=", "failed")
            .where("a.createdAt", ">=", since),
        ),
      ),
    )
    .orderBy("p.publishedAt")
    .orderBy("p.id")
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (!post) throw new CannotCompose("There is no published post that has not been audited in the last 30 days.");
  const id = await ContentAudit.begin(tx, post.id, post.title, AuditScope.options);
  await tx
    .updateTable("activities")
    .set({ input: JSON.stringify({ ...activity.input, contentAuditId: id, blogPostId: post.id }) })
    .where("tenantId", "=", tenant())
    .where("id", "=", activity.id)
    .execute();
  return id;
}
