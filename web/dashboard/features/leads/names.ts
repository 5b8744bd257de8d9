import type { Tone } from "#kit/theme/status-tokens.ts";
import type { LeadBand, LeadItem } from "#schema/lead.ts";

const sources: Record<LeadItem["source"], string> = {
  website_form: "Website form",
  facebook_lead_ad: "Facebook ad",
  google_lead_form: "Google form",
  manual: "By hand",
  import: "Import",
  other: "Other",
};

/** How a lead is called: by name, else company, else address. */
export function nameOf(lead: Pick<LeadItem, "firstName" | "lastName" | "company" | "email" | "phone">): string {
  const name = [lead.firstName, lead.lastName].filter(Boolean).join(" ");
  return name || lead.company || lead.email || lead.phone || "Lead";
}

/** The way a lead came. */
export function sourceOf(source: LeadItem["source"]): string {
  return sources[source];
}

/** How warm a lead is, as a colour. */
export const bandTones: Record<LeadBand, Tone> = { hot: "done", warm: "attention", cold: "waiting" };
