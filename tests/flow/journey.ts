import { expect, vi } from "vitest";
import type { BlogPost } from "#schema/blog.ts";
import type { Dataset, DatasetFile, UploadTicket } from "#schema/dataset.ts";
import type { ContentRequest } from "#schema/request.ts";
import { ok } from "#tests/support/api.ts";
import type { TestPerson, TestTenant } from "#tests/support/tenant.ts";

export const patience = { timeout: 60_000, interval: 100 };

/** What the tenant of a journey knows about its own business. */
export const knowledge = [
  "# Handbook of the lamp workshop",
  "",
  "The workshop has repaired lamps on Mill Street since 1998. A repair takes 6 days and costs between 40 and 120 dollars.",
  "",
  "## Rewiring a lamp",
  "",
  "Rewiring a table lamp needs 2 meters of cable, a plug and a switch. The cable must carry 6 amperes. " +
    "We test every lamp for 24 hours before it leaves the workshop. In 2025 we rewired 1,340 lamps.",
  "",
  "## Choosing a bulb",
  "",
  "An LED bulb of 8 watts gives as much light as an old bulb of 60 watts. Our bulbs last 15,000 hours. " +
    "A color temperature of 2,700 kelvin suits a living room, 4,000 kelvin suits a desk.",
  "",
  "## Caring for shades",
  "",
  "Linen shades are cleaned with a soft brush every 3 months. Paper shades keep for about 8 years. " +
    "Never wash a glued shade: the glue softens at 45 degrees Celsius.",
  "",
].join("\n");

/** Uploads a document the way a portal does and waits until agents can use it. */
export async function learn({ people }: TestTenant, text = knowledge): Promise<DatasetFile> {
  const bytes = new TextEncoder().encode(text);
  const description = { purpose: "dataset", fileName: "handbook.md", mime: "text/markdown", bytes: bytes.length };
  const ticket = await ok<UploadTicket>(people.TM, "POST", "/media/v1/uploads", { body: description });
  const put = await fetch(ticket.url, { method: "PUT", headers: ticket.headers, body: bytes });
  expect(put.status).toBe(200);
  await ok(people.TM, "POST", `/media/v1/uploads/${ticket.uploadId}/complete`);
  const datasets = await ok<{ items: Dataset[] }>(people.TM, "GET", "/tenant/v1/datasets");
  const added = await ok<{ items: DatasetFile[] }>(
    people.TM,
    "POST",
    `/tenant/v1/datasets/${datasets.items[0]?.id}/files`,
    { body: { uploadIds: [ticket.uploadId] } },
  );
  return vi.waitFor(async () => {
    const file = await ok<DatasetFile>(people.TM, "GET", `/tenant/v1/dataset-files/${added.items[0]?.id}`);
    expect(file.status).toBe("ready");
    return file;
  }, patience);
}

/** Asks for a post as a member and lets it go into production as a reviewer. */
export async function ask(
  { people }: TestTenant,
  topic = "How to rewire a table lamp at home",
): Promise<ContentRequest> {
  const wish = { topic, brief: "Explain cable, plug, switch and bulb with our figures.", wordCount: 900 };
  const request = await ok<ContentRequest>(people.TM, "POST", "/tenant/v1/blog-requests", { body: wish });
  return ok<ContentRequest>(people.DM, "POST", `/tenant/v1/requests/${request.id}/approve`, { body: {} });
}

/** Waits until the agents have put a version newer than `afterVersion` before the reviewers. */
export function untilReview({ people }: TestTenant, request: ContentRequest, afterVersion = 0): Promise<BlogPost> {
  return vi.waitFor(async () => {
    const { blogPostId } = await ok<ContentRequest>(people.TM, "GET", `/tenant/v1/requests/${request.id}`);
    expect(blogPostId).not.toBeNull();
    const post = await ok<BlogPost>(people.DM, "GET", `/tenant/v1/blog-posts/${blogPostId}`);
    expect(post.status).toBe("dm_review");
    expect(post.version).toBeGreaterThan(afterVersion);
    return post;
  }, patience);
}

/** Waits until a post has a status. */
export function until({ people }: TestTenant, postId: string, status: BlogPost["status"]): Promise<BlogPost> {
  return vi.waitFor(async () => {
    const post = await ok<BlogPost>(people.DM, "GET", `/tenant/v1/blog-posts/${postId}`);
    expect(post.status).toBe(status);
    return post;
  }, patience);
}

/** The body of a decision about exactly the version that the post shows. */
export function decision(post: BlogPost, verdict: "approve" | "reject" | "revise", note?: string) {
  const contentHash = post.approval?.contentHash ?? "";
  return { decision: verdict, contentHash, ...(note ? { note } : {}) };
}

/** Both stages approve. */
export async function approve(
  tenant: TestTenant,
  post: BlogPost,
  reviewer: TestPerson = tenant.people.DM,
): Promise<void> {
  const { approval } = post;
  await ok(reviewer, "POST", `/dm/v1/approvals/${approval?.id}/resolve`, { body: decision(post, "approve") });
  const waiting = await ok<BlogPost>(tenant.people.CA, "GET", `/tenant/v1/blog-posts/${post.id}`);
  const body = decision(waiting, "approve");
  await ok(tenant.people.CA, "POST", `/dashboard/v1/approvals/${waiting.approval?.id}/resolve`, { body });
}
