import { inject } from "vitest";
import type { ApprovalItem } from "#schema/approval.ts";
import type { BlogPost } from "#schema/blog.ts";
import type { Dataset, DatasetFile } from "#schema/dataset.ts";
import type { Page } from "#schema/page.ts";
import { Live } from "#tests/demo/live.ts";
import { type Cast, castOf, signInAgency } from "#tests/demo/people.ts";
import { untilPublished } from "#tests/demo/steps/publication.ts";
import { approveRequest, createRequest, untilReview } from "#tests/demo/steps/request.ts";
import { decide, decideAsClient, openStage } from "#tests/demo/steps/review.ts";
import type { Places } from "./routes.ts";

/** Ids for the routes of both portals, and the post that is out already. */
export interface Scene {
  places: Places;
  publishedId: string;
}

/** Has work done at a client, so that no screen is empty: a published post, a second version under review, an open request. */
export async function furnish(): Promise<Scene> {
  const { apiUrl, password } = inject("world");
  const agency = await signInAgency(apiUrl, password);
  const client = agency.clients.find(({ slug }) => slug === "harbor-pine");
  if (!client) throw new Error("The reviewers have no client harbor-pine.");
  const cast = await castOf(agency, client, { apiUrl, password });
  const live = new Live(cast.reviewer, cast.tenantId);
  await live.open();
  try {
    const [published, places] = await Promise.all([publish(cast, live), revise(cast, live)]);
    await createRequest(cast, 2);
    return { places: { ...places, ...(await documentsOf(cast)) }, publishedId: published.id };
  } finally {
    live.close();
  }
}

async function publish(cast: Cast, live: Live): Promise<BlogPost> {
  const request = await approveRequest(cast, await createRequest(cast, 0));
  const draft = await untilReview(live, cast, request);
  await decide(cast.reviewer, openStage(draft, "dm"), "approve");
  const passed = await cast.approver.get<BlogPost>(`/tenant/v1/blog-posts/${draft.id}`);
  await decideAsClient(cast.approver, openStage(passed, "client"), "approve");
  return untilPublished(live, cast, draft.id);
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
  const closed = await cast.editor.get<Page<ApprovalItem>>("/dm/v1/approvals?status=approved");
  return {
    "[tenantId]": cast.tenantId,
    "[datasetId]": dataset,
    "[fileId]": files.items[0]?.id ?? "",
    "approvals/[id]": closed.items[0]?.id ?? "",
  };
}
