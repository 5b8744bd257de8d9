import * as z from "zod";
import { id } from "./ids.ts";
import type { Transition } from "./machine.ts";
import { oneOrMany, PageQuery, Time } from "./page.ts";
import { WebUrl } from "./value.ts";

export const LeadSource = z.enum(["website_form", "facebook_lead_ad", "google_lead_form", "manual", "import", "other"]);
export type LeadSource = z.infer<typeof LeadSource>;
export const LeadStatus = z.enum(["new", "contacted", "qualified", "disqualified", "converted"]);
export type LeadStatus = z.infer<typeof LeadStatus>;
export const LeadVerb = z.enum(["contact", "qualify", "disqualify", "convert", "reopen", "revert"]);
export type LeadVerb = z.infer<typeof LeadVerb>;

export const leadMachine: readonly Transition<LeadStatus, LeadVerb>[] = [
  { from: ["new"], verb: "contact", to: "contacted" },
  { from: ["new", "contacted"], verb: "qualify", to: "qualified" },
  { from: ["new", "contacted", "qualified"], verb: "disqualify", to: "disqualified" },
  { from: ["qualified"], verb: "convert", to: "converted" },
  { from: ["disqualified"], verb: "reopen", to: "contacted" },
  { from: ["converted"], verb: "revert", to: "qualified" },
];

export const DisqualificationReason = z.enum([
  "not_a_fit",
  "no_budget",
  "no_response",
  "competitor",
  "duplicate",
  "spam",
  "invalid_contact",
  "other",
]);
export const LeadActivityType = z.enum([
  "note",
  "call",
  "meeting",
  "task_created",
  "email_sent",
  "email_received",
  "email_bounced",
  "unsubscribed",
  "form_submitted",
  "status_change",
  "assigned",
  "imported",
  "enrichment",
  "nurture_enrolled",
  "nurture_step_executed",
  "nurture_paused",
  "nurture_resumed",
  "nurture_exited",
]);
export type LeadActivityType = z.infer<typeof LeadActivityType>;

/** Sizes of companies by people. */
export const CompanySize = z.enum(["1-10", "11-50", "51-200", "201-500", "501-1000", "1000+"]);
export type CompanySize = z.infer<typeof CompanySize>;

/** What is known of a lead's company, with the pages that say so. */
export const Enrichment = z.object({
  companySize: CompanySize.optional(),
  industry: z.string().optional(),
  website: z.string().optional(),
  linkedinUrl: z.string().optional(),
  country: z.string().optional(),
  sources: z.array(z.string()).optional(),
});
export type Enrichment = z.infer<typeof Enrichment>;
/** A lead is looked up again after so many days at the earliest. */
export const enrichAgainDays = 30;

const Consent = z.enum(["granted", "refused", "unknown"]);
export const LeadConsent = z.strictObject({
  email: Consent.default("unknown"),
  phone: Consent.default("unknown"),
  whatsapp: Consent.default("unknown"),
  text: z.string().max(1_000).optional(),
});
export type LeadConsent = z.infer<typeof LeadConsent>;
const Answer = z.strictObject({ question: z.string().max(500), value: z.string().max(2_000) });

const text = (max: number) => z.string().trim().max(max);
const fields = {
  firstName: text(80).optional(),
  lastName: text(80).optional(),
  email: z.string().trim().toLowerCase().pipe(z.email().max(254)).optional(),
  phone: text(60).optional(),
  company: text(120).optional(),
  jobTitle: text(120).optional(),
};

/** A lead as somebody writes it down. At least an e-mail, a phone number, or a name with a company. */
export const LeadInput = z.strictObject({
  ...fields,
  message: text(5_000).optional(),
  answers: z.array(Answer).max(40).default([]),
  consent: LeadConsent.optional(),
  sourceUrl: WebUrl.optional(),
  utmSource: text(120).optional(),
  utmMedium: text(120).optional(),
  utmCampaign: text(120).optional(),
  notes: text(10_000).optional(),
});
export type LeadInput = z.infer<typeof LeadInput>;

export const LeadPatch = z.strictObject({
  firstName: fields.firstName.nullable(),
  lastName: fields.lastName.nullable(),
  email: fields.email.nullable(),
  phone: fields.phone.nullable(),
  company: fields.company.nullable(),
  jobTitle: fields.jobTitle.nullable(),
  notes: text(10_000).nullable().optional(),
  consent: LeadConsent.optional(),
  assignedTo: id("user").nullable().optional(),
});
export type LeadPatch = z.infer<typeof LeadPatch>;

export const LeadMove = z
  .strictObject({
    verb: LeadVerb,
    reason: DisqualificationReason.optional(),
    text: z.string().trim().min(3).max(500).optional(),
  })
  .refine(({ verb, reason }) => verb !== "disqualify" || reason !== undefined, {
    path: ["reason"],
    message: "Say why the lead is not followed up.",
  })
  .refine(({ verb, text: why }) => verb !== "revert" || why !== undefined, {
    path: ["text"],
    message: "Say why the lead is no customer after all.",
  });
export type LeadMove = z.infer<typeof LeadMove>;

export const LeadNote = z.strictObject({ body: z.string().trim().min(1).max(5_000) });
export const LeadFilter = z.strictObject({
  ...PageQuery.shape,
  status: oneOrMany(LeadStatus),
  source: oneOrMany(LeadSource),
  q: z.string().trim().min(2).max(200).optional(),
});
export type LeadFilter = z.infer<typeof LeadFilter>;

export const ScoreGroup = z.enum(["fit", "intent", "engagement", "negative"]);
export type ScoreGroup = z.infer<typeof ScoreGroup>;
/** What a part of a score counts, and what it rests on. */
export const LeadScoreFactor = z.object({
  group: ScoreGroup,
  factor: z.string(),
  points: z.number(),
  evidence: z.string().nullable(),
});
export type LeadScoreFactor = z.infer<typeof LeadScoreFactor>;
export const LeadBand = z.enum(["hot", "warm", "cold"]);
export type LeadBand = z.infer<typeof LeadBand>;

/** How a score reads: hot from 70, warm from 40. */
export function bandOf(score: number): LeadBand {
  return score >= 70 ? "hot" : score >= 40 ? "warm" : "cold";
}

export const LeadItem = z.object({
  id: id("lead"),
  source: LeadSource,
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  company: z.string().nullable(),
  jobTitle: z.string().nullable(),
  status: LeadStatus,
  assignedTo: z.string().nullable(),
  existingCustomer: z.boolean(),
  dealStage: z.string().nullable(),
  score: z.number().int().nullable().describe("0 to 100; none until it was counted"),
  band: LeadBand.nullable(),
  lastActivityAt: Time,
  createdAt: Time,
  rowVersion: z.number().int(),
});
export type LeadItem = z.infer<typeof LeadItem>;

export const LeadDetail = LeadItem.extend({
  phoneRaw: z.string().nullable(),
  message: z.string().nullable(),
  answers: z.array(Answer),
  consent: LeadConsent,
  sourceUrl: z.string().nullable(),
  utmSource: z.string().nullable(),
  utmMedium: z.string().nullable(),
  utmCampaign: z.string().nullable(),
  disqualificationReason: DisqualificationReason.nullable(),
  disqualificationText: z.string().nullable(),
  notes: z.string().nullable(),
  enrichment: Enrichment,
  enrichedAt: Time.nullable(),
  enriching: z.boolean(),
  scoreFactors: z.array(LeadScoreFactor),
  scoredAt: Time.nullable(),
  revenue: z.object({ amountMinor: z.number().int(), currency: z.string() }).nullable(),
  closedOn: z.string().nullable(),
  linkedLeadId: z.string().nullable(),
  merged: z.boolean().describe("the lead was known: what is new was added to it"),
});
export type LeadDetail = z.infer<typeof LeadDetail>;

export const LeadActivity = z.object({
  id: id("leadActivity"),
  type: LeadActivityType,
  description: z.string().nullable(),
  by: z.string(),
  metadata: z.record(z.string(), z.unknown()),
  occurredAt: Time,
});
export type LeadActivity = z.infer<typeof LeadActivity>;

const freeMail = new Set([
  ...["gmail.com", "googlemail.com", "yahoo.com", "yahoo.co.uk", "yahoo.co.in", "ymail.com", "rocketmail.com"],
  ...["outlook.com", "hotmail.com", "hotmail.co.uk", "live.com", "msn.com", "icloud.com", "me.com", "mac.com"],
  ...["aol.com", "proton.me", "protonmail.com", "gmx.com", "gmx.de", "gmx.net", "gmx.at", "web.de", "t-online.de"],
  ...["mail.com", "mail.ru", "yandex.ru", "yandex.com", "zoho.com", "rediffmail.com", "fastmail.com", "hey.com"],
  ...["orange.fr", "free.fr", "laposte.net", "libero.it", "qq.com", "163.com", "naver.com", "tutanota.com"],
]);

/** The domain of a company's own mail; null where the mail is one that anybody can have. */
export function companyDomainOf(email: string | null): string | null {
  const domain = email?.split("@")[1]?.toLowerCase() ?? null;
  return domain && !freeMail.has(domain) ? domain : null;
}

/** True for an address on the domain or below it. */
export function isOnDomain(url: string, domain: string): boolean {
  if (!URL.canParse(url)) return false;
  const host = new URL(url).hostname.toLowerCase();
  return host === domain || host.endsWith(`.${domain}`);
}
