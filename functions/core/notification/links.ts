import type { Side } from "#schema/roles.ts";
import type { Told } from "./subject.ts";

type Page = (id: string) => string;

/** Screens that both portals have at the same place. */
const pages: Record<string, Page> = {
  blog_post: (id) => `/content/blog/${id}`,
  social_post: (id) => `/content/social/${id}`,
  newsletter: (id) => `/content/newsletters/${id}`,
  landing_page: (id) => `/content/landing-pages/${id}`,
  gbp_post: (id) => `/content/gbp/${id}`,
  ad_copy: (id) => `/content/ads/${id}`,
  content_request: (id) => `/requests/${id}`,
  activity: (id) => `/activities/${id}`,
  channel: () => "/channels",
  campaign: (id) => `/campaigns/${id}`,
  backlink: (id) => `/seo/backlinks?link=${id}`,
  review_response: () => "/reviews",
  code_change: (id) => `/seo/audits?tab=changes&change=${id}`,
  anomaly: () => "/insights?view=unusual",
  context_file: () => "/context",
  strategy: () => "/strategy",
  deliverable_plan: () => "/plan",
};

const clientPages: Record<string, Page> = {
  ...pages,
  lead: (id) => `/leads?lead=${id}`,
  report: (id) => `/reports?report=${id}`,
  dataset_file: (id) => `/settings/knowledge-base/files/${id}`,
};

const agencyPages: Record<string, Page> = {
  ...pages,
  run: (id) => `/runs/${id}`,
  dataset_file: (id) => `/knowledge-base/files/${id}`,
};

/** What a client decides on a screen of its own; all else is decided on that of its approval. */
const decidedInPlace = ["blog_post", "content_request"];

/** Path of the screen an event leads to, in the portal of the person's side. */
export function linkOf(told: Pick<Told, "event" | "page" | "approvalId">, side: Side, tenantId: string): string {
  const { type, id } = told.page;
  const asked = told.event.startsWith("approval.created") && told.approvalId ? `/approvals/${told.approvalId}` : null;
  if (side === "agency") return asked ?? `/t/${tenantId}${agencyPages[type]?.(id) ?? ""}`;
  if (told.event.startsWith("credits.")) return "/usage";
  if (asked && !decidedInPlace.includes(type)) return asked;
  return clientPages[type]?.(id) ?? "/";
}
