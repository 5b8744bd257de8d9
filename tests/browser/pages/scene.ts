import { monthOf } from "#kit/month/months.ts";
import type { ApprovalItem } from "#schema/approval.ts";
import type { ApprovalLinkOnce } from "#schema/approval-link.ts";
import type { BlogPost } from "#schema/blog.ts";
import type { Dataset, DatasetFile } from "#schema/dataset.ts";
import type { Goal } from "#schema/goal.ts";
import type { Month } from "#schema/month.ts";
import type { Page } from "#schema/page.ts";
import type { Report } from "#schema/report.ts";
import type { ListedRun } from "#schema/run.ts";
import type { Skill } from "#schema/skill.ts";
import { Live } from "#tests/demo/live.ts";
import { type Cast, castOf, signInAgency } from "#tests/demo/people.ts";
import { untilPublished } from "#tests/demo/steps/publication.ts";
import { approveRequest, createRequest, untilReview } from "#tests/demo/steps/request.ts";
import { decide, decideAsClient, openStage } from "#tests/demo/steps/review.ts";
import type { Places } from "./routes.ts";

/** Ids for the routes of all portals, the post that is out already, and a link to a post that waits for the client. */
export interface Scene {
  places: Places;
  publishedId: string;
  link: { token: string; title: string };
}

/** For work that waits behind posts which are written at the same time. */
const behindPostsMs = 300_000;

/** Somebody who showed interest. */
const known = {
  firstName: "Rosa",
  lastName: "Quint",
  email: "rosa@quint.test",
  company: "Quint",
  message: "Beans for 40?",
};

/** Somebody at the client who has no account. */
export const contact = { contactName: "Pat Larsen", contactEmail: "pat@harborpine.test" };

/**
 * Has work done at a client, so that no screen is empty: a published post, one that waits for the client, a second version
 * under review, an open request.
 */
export async function furnish(apiUrl: string, password: string): Promise<Scene> {
  const agency = await signInAgency(apiUrl, password);
  const client = agency.clients.find(({ slug }) => slug === "harbor-pine");
  if (!client) throw new Error("The reviewers have no client harbor-pine.");
  const cast = await castOf(agency, client, { apiUrl, password });
  const live = new Live(cast.reviewer, cast.tenantId);
  await live.open();
  try {
    const [published, places, link, report] = await Promise.all([
      publish(cast, live),
      revise(cast, live),
      sendLink(cast, live),
      reportMonth(cast, live),
      planMonth(cast, live),
    ]);
    const lead = await cast.member.post<{ id: string }>("/tenant/v1/leads", known);
    await createRequest(cast, 3);
    const over = { "{report}": report, "{lead}": lead.id };
    return { places: { ...places, ...over, ...(await documentsOf(cast)) }, publishedId: published.id, link };
  } finally {
    live.close();
  }
}

async function publish(cast: Cast, live: Live): Promise<BlogPost> {
  const passed = await untilClient(cast, live, 0);
  await decideAsClient(cast.approver, openStage(passed, "client"), "approve");
  return untilPublished(live, cast, passed.id);
}

async function sendLink(cast: Cast, live: Live): Promise<Scene["link"]> {
  const post = await untilClient(cast, live, 2);
  const { id } = openStage(post, "client");
  const { url } = await cast.reviewer.post<ApprovalLinkOnce>(`/dm/v1/approvals/${id}/links`, contact);
  return { token: url.split("/a/")[1] ?? "", title: post.title };
}

/** Has the running month planned, with work that waits for other work. */
async function planMonth(cast: Cast, live: Live): Promise<void> {
  await cast.reviewer.post("/tenant/v1/months", { month: monthOf(new Date()) });
  await live.until({
    what: "the month to be planned",
    read: () => cast.member.get<{ items: Month[] }>("/tenant/v1/months"),
    done: ({ items }) => items[0]?.status === "active",
    on: ({ type }) => type === "month:updated",
    timeoutMs: behindPostsMs,
  });
}

/** Has the last month reported. @returns the report's id */
async function reportMonth(cast: Cast, live: Live): Promise<string> {
  const { id } = await cast.reviewer.post<Report>("/tenant/v1/reports/monthly", {});
  await live.until({
    what: "the month to be reported",
    read: () => cast.reviewer.get<Report>(`/tenant/v1/reports/${id}`),
    done: ({ status }) => status === "ready",
    on: ({ type }) => type === "report:updated",
    timeoutMs: behindPostsMs,
  });
  return id;
}

/** Has a post written and passed by the agency. */
async function untilClient(cast: Cast, live: Live, index: number): Promise<BlogPost> {
  const request = await approveRequest(cast, await createRequest(cast, index));
  const draft = await untilReview(live, cast, request);
  await decide(cast.reviewer, openStage(draft, "dm"), "approve");
  return cast.approver.get<BlogPost>(`/tenant/v1/blog-posts/${draft.id}`);
}

async function revise(cast: Cast, live: Live): Promise<Places> {
  const request = await approveRequest(cast, await createRequest(cast, 1));
  const draft = await untilReview(live, cast, request);
  await decide(cast.reviewer, openStage(draft, "dm"), "reject", "The opening should come to the point sooner, please.");
  const second = await untilReview(live, cast, request, draft.version);
  const remark = {
    subjectType: "blog_post",
    subjectId: second.id,
    visibility: "client",
    body: "Can we name the roast date on the bag here?",
  };
  await cast.editor.post("/tenant/v1/comments", remark);
  return { "blog/[id]": second.id, "requests/[id]": request.id, "activities/[id]": second.activityId ?? "" };
}

async function documentsOf(cast: Cast): Promise<Places> {
  const { items: datasets } = await cast.member.get<{ items: Dataset[] }>("/tenant/v1/datasets");
  const dataset = datasets.find(({ kind }) => kind === "client_documents")?.id ?? "";
  const files = await cast.member.get<Page<DatasetFile>>(`/tenant/v1/datasets/${dataset}/files?status=ready`);
  const { items: goals } = await cast.member.get<{ items: Goal[] }>("/tenant/v1/goals");
  const closed = await cast.editor.get<Page<ApprovalItem>>("/dm/v1/approvals?status=approved");
  const runs = await cast.reviewer.get<Page<ListedRun>>(`/dm/v1/runs?tenantId=${cast.tenantId}&status=success`);
  const { items: skills } = await cast.editor.get<{ items: Omit<Skill, "body">[] }>("/tenant/v1/skills");
  const newest = async (path: string) => (await cast.member.get<{ items: { id: string }[] }>(path)).items[0]?.id ?? "";
  return {
    "campaigns/[id]": await newest("/tenant/v1/campaigns?type=paid_ads"),
    "audits/[id]": await newest("/tenant/v1/site-audits"),
    "{change}": await newest("/tenant/v1/code-changes"),
    "{review}": await newest("/tenant/v1/reviews?status=new"),
    "{link}": await newest("/tenant/v1/backlinks"),
    "{note}": await newest("/tenant/v1/research-notes"),
    "[kind]": "social",
    "[kind]/[id]": await newest("/tenant/v1/social-posts"),
    "agents/[name]": "blog-writer",
    "skills/[id]": skills.find(({ origin }) => origin === "platform")?.id ?? "",
    "runs/[id]": runs.items[0]?.id ?? "",
    "[tenantId]": cast.tenantId,
    "tenants/[id]": cast.tenantId,
    "users/[id]": cast.approver.user.id,
    "goals/[id]": goals[0]?.id ?? "",
    "[datasetId]": dataset,
    "[fileId]": files.items[0]?.id ?? "",
    "approvals/[id]": closed.items[0]?.id ?? "",
  };
}
