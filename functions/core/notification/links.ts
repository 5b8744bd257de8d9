import type { Side } from "#schema/roles.ts";
import type { Told } from "./subject.ts";

type Page = (id: string) => string;

const clientPages: Record<string, Page> = {
  blog_post: (id) => `/content/blog/${id}`,
  content_request: (id) => `/requests/${id}`,
  activity: (id) => `/activities/${id}`,
  channel: () => "/channels",
  dataset_file: (id) => `/settings/knowledge-base/files/${id}`,
};

const agencyPages: Record<string, Page> = {
  ...clientPages,
  run: (id) => `/runs/${id}`,
  dataset_file: (id) => `/knowledge-base/files/${id}`,
};

/** Path of the screen an event leads to, in the portal of the person's side. */
export function linkOf(told: Told, side: Side, tenantId: string): string {
  const { type, id } = told.page;
  if (side === "agency") {
    if (told.event.startsWith("approval.created") && told.approvalId) return `/approvals/${told.approvalId}`;
    return `/t/${tenantId}${agencyPages[type]?.(id) ?? ""}`;
  }
  if (told.event.startsWith("credits.")) return "/usage";
  return clientPages[type]?.(id) ?? "/";
}
