import * as Activity from "#core/activity/read.ts";
import * as Goal from "#core/goal/read.ts";
import * as Lead from "#core/lead/index.ts";
import * as Month from "#core/month/read.ts";
import * as Request from "#core/request/read.ts";
import { mark, require, tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { ActivityStatus } from "#schema/activity.ts";
import type { LeadStatus } from "#schema/lead.ts";
import { agency } from "#schema/roles.ts";

/** Rows of the workspace as a conversation shows them: few fields, in words. */
export type Row = Record<string, string | number | boolean | null>;

const isAgencySide = () => (agency as readonly (string | null)[]).includes(mark());

/** How much of each there is. */
export async function overview(): Promise<Row[]> {
  require("activity.read", "see the workspace");
  return transaction(async (tx) => {
    const owner = await tx
      .selectFrom("tenants")
      .select(["name", "plan", "status", "websiteUrl", "industry", "country"])
      .where("id", "=", tenant())
      .executeTakeFirstOrThrow();
    const activities = await counted(tx, "activities");
    const posts = await counted(tx, "blogPosts");
    return [
      { kind: "workspace", ...owner },
      ...activities.map(({ status, count }) => ({ kind: "activities", status, count: Number(count) })),
      ...posts.map(({ status, count }) => ({ kind: "blog posts", status, count: Number(count) })),
      { kind: "approvals", status: "pending", count: (await pending(tx, 200)).length },
    ];
  });
}

/** Work that was planned, runs or is done, newest first. */
export async function activities({ status, limit }: { status?: ActivityStatus; limit: number }): Promise<Row[]> {
  require("activity.read", "see activities");
  const { items } = await Activity.list({ limit, status: status ? [status] : undefined });
  return items.map(({ id, ref, title, type, status: now, blockedReason, dueAt, doer }) => ({
    ...{ id, ref, title, type, status: now, blockedReason, doer },
    due: dueAt?.slice(0, 10) ?? null,
  }));
}

/** What waits for a decision of the person's own side. */
export async function approvals({ limit }: { limit: number }): Promise<Row[]> {
  require("activity.read", "see approvals");
  return transaction((tx) => pending(tx, limit));
}

/** Posts and other pieces, newest first. */
export async function content({ limit }: { limit: number }): Promise<Row[]> {
  require("blog_post.read", "see content");
  return transaction(async (tx) => {
    const posts = await tx
      .selectFrom("blogPosts")
      .select(["id", "title", "status", "version", "publishedUrl", "wordCount"])
      .where("tenantId", "=", tenant())
      .where("deletedAt", "is", null)
      .orderBy("id", "desc")
      .limit(limit)
      .execute();
    const social = await tx
      .selectFrom("socialPosts")
      .select(["id", "hook", "platform", "status", "scheduledAt"])
      .where("tenantId", "=", tenant())
      .where("deletedAt", "is", null)
      .orderBy("id", "desc")
      .limit(limit)
      .execute();
    return [
      ...posts.map((post) => ({ kind: "blog post", ...post })),
      ...social.map(({ hook, scheduledAt, ...post }) => ({
        ...{ kind: "social post", title: hook ?? post.platform, ...post },
        scheduled: scheduledAt?.toISOString().slice(0, 10) ?? null,
      })),
    ];
  });
}

/** What the plan aims at and how far it is. */
export async function goals(): Promise<Row[]> {
  const found = await Goal.list();
  return found.map(({ id, title, metric, unit, baselineValue, targetValue, currentValue, dueOn, status }) => ({
    ...{ id, title, metric, unit, baselineValue, targetValue, currentValue, dueOn, status },
  }));
}

/** The months of the plan, newest first. */
export async function months(): Promise<Row[]> {
  const found = await Month.list();
  return found
    .slice(0, 12)
    .map(({ id, startsOn, status, planned, done, failed }) => ({ id, startsOn, status, planned, done, failed }));
}

/** What was asked for, newest first. */
export async function requests({ limit }: { limit: number }): Promise<Row[]> {
  require("activity.read", "see requests");
  const { items } = await Request.list({ limit, tenantId: tenant() });
  return items.map(({ id, topic, status, wantedOn, requestedBy }) => ({
    ...{ id, topic, status, wantedOn, by: requestedBy.name },
  }));
}

/** Leads in the person's sight, the last active first. */
export async function leads({ status, limit }: { status?: LeadStatus; limit: number }): Promise<Row[]> {
  const { items } = await Lead.list({ limit, status: status ? [status] : undefined, source: undefined });
  return items.map(({ id, firstName, lastName, company, email, source, status: now, lastActivityAt }) => ({
    ...{ id, name: [firstName, lastName].filter(Boolean).join(" ") || company || email, company, email, source },
    ...{ status: now, lastActive: lastActivityAt.slice(0, 10) },
  }));
}

function counted(tx: Tx, table: "activities" | "blogPosts") {
  return tx
    .selectFrom(table)
    .select((eb) => ["status" as const, eb.fn.countAll<number>().as("count")])
    .where("tenantId", "=", tenant())
    .where("deletedAt", "is", null)
    .groupBy("status")
    .orderBy("status")
    .execute();
}

async function pending(tx: Tx, limit: number): Promise<Row[]> {
  const rows = await tx
    .selectFrom("approvals")
    .select(["id", "kind", "title", "stage", "risk", "expiresAt"])
    .where("tenantId", "=", tenant())
    .where("status", "=", "pending")
    .where("stage", "in", isAgencySide() ? ["dm", "client"] : ["client"])
    .orderBy("id")
    .limit(limit)
    .execute();
  return rows.map(({ expiresAt, ...row }) => ({ ...row, expires: expiresAt.toISOString().slice(0, 10) }));
}
