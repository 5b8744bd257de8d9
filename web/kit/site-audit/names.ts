import type { AuditArea, SiteAction, SiteAuditDetail } from "#schema/site-audit.ts";

export const areaWords: Record<AuditArea, string> = {
  crawlability: "Being found",
  "on-page": "Pages",
  speed: "Speed",
  "structured-data": "Structured data",
  mobile: "Phones",
};

export const levelWords: Record<SiteAuditDetail["findings"][number]["effort"], string> = {
  low: "Low",
  medium: "Medium",
  high: "High",
};

export const effortWords: Record<SiteAction["effort"], string> = { S: "Hours", M: "Days", L: "Weeks" };

export const ownerWords: Record<SiteAction["owner"], string> = {
  agent: "An agent",
  developer: "A developer",
  marketer: "Marketing",
};
