import type { BlogStatus } from "#schema/blog.ts";

/** Tabs of the list: what a person looks for, and the states that belong to it. */
export const blogTabs = [
  { value: "all", label: "All", statuses: [] },
  { value: "writing", label: "Being written", statuses: ["drafting", "dm_review", "rejected"] },
  { value: "review", label: "Your review", statuses: ["client_review"] },
  { value: "approved", label: "Approved", statuses: ["client_approved", "publishing", "cms_draft"] },
  { value: "published", label: "Published", statuses: ["published"] },
  { value: "trouble", label: "Needs a look", statuses: ["publish_unknown", "publish_failed", "failed"] },
  { value: "archived", label: "Archived", statuses: ["archived"] },
] as const satisfies readonly { value: string; label: string; statuses: readonly BlogStatus[] }[];

export type BlogTab = (typeof blogTabs)[number]["value"];
export const blogTabNames = blogTabs.map((tab) => tab.value);

/** States of a tab; none means any. */
export function statusesOf(name: BlogTab): readonly BlogStatus[] {
  return blogTabs.find((tab) => tab.value === name)?.statuses ?? [];
}
