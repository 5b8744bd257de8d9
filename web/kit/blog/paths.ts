"use client";
import { useMemo } from "react";
import { useActiveTenant } from "../api/tenant-store.ts";

/** Which of the two portals a shared page stands in. */
export type PortalName = "dashboard" | "dm";

/** Addresses of the pages that shared screens link to. */
export interface Paths {
  posts: string;
  post(id: string): string;
  activity(id: string): string;
  request(id: string): string;
  /** A request for a better version of a post, filled from its last audit. */
  refresh(postId: string): string;
  approvals: string;
  approval(id: string): string;
  file(fileId: string, chunkId: string): string;
  campaigns: string;
  campaign(id: string): string;
  /** A list of pieces, e.g. "social" or "newsletters". */
  pieces(kind: string): string;
  piece(kind: string, id: string): string;
  audits: string;
  audit(id: string): string;
  plan: string;
}

/** Addresses inside the portal; in the DM portal they name the client. */
export function pathsOf(portal: PortalName, tenantId: string | null): Paths {
  const root = portal === "dm" && tenantId !== null ? `/t/${tenantId}` : "";
  const files = portal === "dm" ? `${root}/knowledge-base/files` : "/settings/knowledge-base/files";
  return {
    posts: `${root}/content/blog`,
    post: (id) => `${root}/content/blog/${id}`,
    activity: (id) => `${root}/activities/${id}`,
    request: (id) => `${root}/requests/${id}`,
    refresh: (postId) => `/requests/new?refresh=${postId}`,
    approvals: "/approvals",
    approval: (id) => `/approvals/${id}`,
    file: (fileId, chunkId) => `${files}/${fileId}?chunk=${chunkId}`,
    campaigns: `${root}/campaigns`,
    campaign: (id) => `${root}/campaigns/${id}`,
    pieces: (kind) => `${root}/content/${kind}`,
    piece: (kind, id) => `${root}/content/${kind}/${id}`,
    audits: `${root}/seo/audits`,
    audit: (id) => `${root}/seo/audits/${id}`,
    plan: `${root}/plan`,
  };
}

/** `pathsOf` for the active client. */
export function usePaths(portal: PortalName): Paths {
  const tenantId = useActiveTenant();
  return useMemo(() => pathsOf(portal, tenantId), [portal, tenantId]);
}
