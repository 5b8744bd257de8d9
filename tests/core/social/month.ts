import * as Activity from "#core/activity/index.ts";
import { illustrate } from "#core/blog/illustrate.ts";
import { monthStart, todayIn } from "#core/month/days.ts";
import { execute } from "#core/run/execute.ts";
import { perform } from "#core/run/perform.ts";
import { draw } from "#core/social/draw.ts";
import { collect, film } from "#core/social/film.ts";
import { asPlatform, transaction } from "#platform/db.ts";
import type { ApprovalItem } from "#schema/approval.ts";
import type { SocialPost } from "#schema/social.ts";
import { call, ok } from "#tests/support/api.ts";
import { as, clientZone, machine, type TestTenant } from "#tests/support/tenant.ts";

/** Works what is queued for a tenant, again and again, until nothing is. @returns the agents in the order in which they worked */
export async function workAll(tenant: TestTenant): Promise<string[]> {
  const worked: string[] = [];
  for (;;) {
    const next = await asPlatform((tx) =>
      tx
        .selectFrom("agentRuns")
        .select(["id", "agent"])
        .where("tenantId", "=", tenant.id)
        .where("status", "=", "queued")
        .orderBy("id")
        .limit(1)
        .executeTakeFirst(),
    );
    if (!next || worked.length > 60) return worked;
    worked.push(next.agent);
    await as(machine(tenant.id), () => workOf(next.agent, next.id)).catch(() => undefined);
  }
}

function workOf(agent: string, runId: string): Promise<void> {
  if (agent === "social-post-designer") return perform(runId, draw);
  if (agent === "social-video-designer") return perform(runId, film);
  if (agent === "social-video-poller") return perform(runId, collect);
  if (agent === "blog-image-generator") return perform(runId, illustrate);
  return execute(runId);
}

/** Plans a calendar of next month and so many posts that wait for it. @returns the ids of the posts' activities */
export async function plannedMonth(
  tenant: TestTenant,
  platforms: readonly string[],
): Promise<{ calendar: string; posts: string[] }> {
  return as(machine(tenant.id), () =>
    transaction(async (tx) => {
      const calendar = await Activity.plan(tx, {
        type: "social_calendar",
        doer: "social-calendar-planner",
        title: "Calendar",
        priority: "normal",
        input: { month: nextMonth() },
      });
      const posts: string[] = [];
      for (const [at, platform] of platforms.entries())
        posts.push(
          await Activity.plan(tx, {
            type: "social_post",
            doer: "social-post-writer",
            title: `Post ${at + 1}`,
            priority: "normal",
            platform,
            input: { sequence: at + 1 },
            dependsOn: [calendar],
          }),
        );
      await Activity.consider(tx, calendar);
      return { calendar, posts };
    }),
  );
}

/** The month after this one by the client's clock, YYYY-MM. */
export const nextMonth = (): string => monthStart(todayIn(clientZone, new Date()), 1).slice(0, 7);

/** Decides the open approval of a post, as the agency or the client. */
export async function decide(
  tenant: TestTenant,
  post: SocialPost,
  stage: "dm" | "client",
  verdict: { decision: "approve" | "reject"; note?: string; category?: string } = { decision: "approve" },
  kind: "social_copy" | "social_post" = stage === "dm" ? "social_copy" : "social_post",
) {
  const [who, portal] = stage === "dm" ? [tenant.people.DM, "dm"] : [tenant.people.CA, "dashboard"];
  const query = `kind=${kind}&status=pending&limit=50${stage === "dm" ? `&tenantId=${tenant.id}` : ""}`;
  const { items } = await ok<{ items: ApprovalItem[] }>(who, "GET", `/${portal}/v1/approvals?${query}`);
  const item = items.find(({ subject }) => subject.id === post.id);
  const body = { contentHash: item?.contentHash, ...verdict };
  return call(who, "POST", `/${portal}/v1/approvals/${item?.id}/resolve`, { body });
}

export const postsOf = async (tenant: TestTenant): Promise<SocialPost[]> =>
  (await ok<{ items: SocialPost[] }>(tenant.people.DM, "GET", "/tenant/v1/social-posts?limit=50")).items;

export const postOf = (tenant: TestTenant, id: string): Promise<SocialPost> =>
  ok(tenant.people.DM, "GET", `/tenant/v1/social-posts/${id}`);
