import { expect, test } from "vitest";
import { linkOf } from "#core/notification/links.ts";

const about = (event: "approval.created.client" | "approval.created.dm" | "approval.decided", type: string) =>
  ({ event, page: { type, id: "one" }, approvalId: "apr" }) as const;

test("a client is led to where a thing is decided, and once it is decided to the thing", () => {
  expect(linkOf(about("approval.created.client", "campaign"), "client", "ten")).toBe("/approvals/apr");
  expect(linkOf(about("approval.created.client", "blog_post"), "client", "ten")).toBe("/content/blog/one");
  expect(linkOf(about("approval.decided", "campaign"), "client", "ten")).toBe("/campaigns/one");
  expect(linkOf(about("approval.decided", "something_new"), "client", "ten")).toBe("/");
});

test("the agency is led to the approval, and else to the thing of the client", () => {
  expect(linkOf(about("approval.created.dm", "blog_post"), "agency", "ten")).toBe("/approvals/apr");
  expect(linkOf(about("approval.decided", "social_post"), "agency", "ten")).toBe("/t/ten/content/social/one");
  expect(linkOf(about("approval.decided", "something_new"), "agency", "ten")).toBe("/t/ten");
});
