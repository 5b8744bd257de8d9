import * as z from "zod";
import { id } from "./ids.ts";
import { oneOrMany, PageQuery, Time } from "./page.ts";

export const ContactType = z.enum(["lead", "customer", "prospect", "partner"]);
export type ContactType = z.infer<typeof ContactType>;
/** How a person came onto the list. */
export const ContactSource = z.enum(["lead", "manual", "import"]);
/** Why nothing is written to a person. */
export const Suppression = z.enum(["bounce", "complaint", "unsubscribe", "manual"]);
/** Whether a person gets the newsletter: asked for it, wants it no more, or never asked. */
export const Subscription = z.enum(["subscribed", "unsubscribed", "none"]);
export type Subscription = z.infer<typeof Subscription>;

const Tag = z.string().trim().min(1).max(40);
const text = (max: number) => z.string().trim().max(max);

export const ContactFilter = z.strictObject({
  ...PageQuery.shape,
  type: oneOrMany(ContactType),
  subscription: Subscription.optional(),
  tag: Tag.optional(),
  q: z.string().trim().min(2).max(200).optional(),
});
export type ContactFilter = z.infer<typeof ContactFilter>;
/** The same, of all pages. */
export const ContactExport = ContactFilter.omit({ limit: true, cursor: true });
export type ContactExport = z.infer<typeof ContactExport>;

const fields = {
  email: z.string().trim().toLowerCase().pipe(z.email().max(254)).optional(),
  phone: text(60).optional(),
  firstName: text(80).optional(),
  lastName: text(80).optional(),
  company: text(120).optional(),
};

/** A person as somebody writes them down, with an address or a number. */
export const ContactInput = z.strictObject({
  ...fields,
  type: ContactType.default("prospect"),
  tags: z.array(Tag).max(30).default([]),
  subscribe: z.boolean().default(false).describe("the person asked for the newsletter"),
  consentText: text(500).optional().describe("what the person agreed to, and where"),
});
export type ContactInput = z.infer<typeof ContactInput>;

export const ContactPatch = z.strictObject({
  firstName: fields.firstName.nullable(),
  lastName: fields.lastName.nullable(),
  company: fields.company.nullable(),
  type: ContactType.optional(),
  tags: z.array(Tag).max(30).optional(),
  subscribe: z.boolean().optional(),
  consentText: text(500).optional(),
});
export type ContactPatch = z.infer<typeof ContactPatch>;

export const Contact = z.object({
  id: id("contact"),
  email: z.string().nullable(),
  phone: z.string().nullable(),
  firstName: z.string().nullable(),
  lastName: z.string().nullable(),
  company: z.string().nullable(),
  type: ContactType,
  source: ContactSource,
  tags: z.array(z.string()),
  subscription: Subscription,
  subscribedAt: Time.nullable(),
  unsubscribedAt: Time.nullable(),
  suppressed: Suppression.nullable().describe("why nothing is written to the person"),
  consentText: z.string().nullable(),
  createdAt: Time,
  rowVersion: z.number().int(),
});
export type Contact = z.infer<typeof Contact>;

export const SuppressionInput = z.strictObject({
  reason: z.enum(["manual", "complaint", "bounce"]).default("manual"),
});

/** Which subscribers a segment means; empty lists mean all of them. */
export const SegmentFilter = z.strictObject({
  types: z.array(ContactType).max(4).default([]),
  tags: z.array(Tag).max(10).default([]).describe("any of them"),
  subscribedAfter: z.iso.date().optional(),
});
export type SegmentFilter = z.infer<typeof SegmentFilter>;
export const SegmentInput = z.strictObject({ name: z.string().trim().min(2).max(80), filter: SegmentFilter });
export type SegmentInput = z.infer<typeof SegmentInput>;
export const Segment = z.object({
  id: id("contactSegment"),
  name: z.string(),
  filter: SegmentFilter,
  count: z.number().int().describe("people who would get a newsletter now"),
});
export type Segment = z.infer<typeof Segment>;

/** How an audience is counted before anything is sent. */
export const Reach = z.object({
  count: z.number().int().describe("people who would get it now"),
  suppressed: z.number().int().describe("people of the audience that nothing is written to"),
});
export type Reach = z.infer<typeof Reach>;

/** Rows of a file that one import takes. */
export const importRowsMax = 1_000;
export const ContactImport = z.strictObject({
  csv: z.string().min(3).max(900_000).describe("with a line of headings"),
  consentText: z.string().trim().min(5).max(500).describe("on what ground these people may be written to"),
  duplicates: z.enum(["skip", "fill_empty", "overwrite"]).default("fill_empty"),
  type: ContactType.default("prospect"),
  tag: Tag.optional(),
  subscribe: z.boolean().default(false),
  dryRun: z.boolean().default(true),
});
export type ContactImport = z.infer<typeof ContactImport>;
export const ImportResult = z.object({
  dryRun: z.boolean(),
  created: z.number().int(),
  updated: z.number().int(),
  skipped: z.number().int(),
  invalid: z.number().int(),
  columns: z.array(z.string()).describe("headings that were understood"),
  ignored: z.array(z.string()).describe("headings that were not"),
  errors: z.array(z.object({ row: z.number().int(), reason: z.string() })).describe("the first 50"),
});
export type ImportResult = z.infer<typeof ImportResult>;

/** What stands under every mail of the client's, and what its outreach needs. */
export const MailSettings = z.object({
  postalAddress: z.string().nullable(),
  outreachClientReview: z.boolean(),
});
export type MailSettings = z.infer<typeof MailSettings>;
export const MailSettingsPatch = z.strictObject({
  postalAddress: z.string().trim().min(10).max(500).nullable().optional(),
  outreachClientReview: z.boolean().optional(),
});
export type MailSettingsPatch = z.infer<typeof MailSettingsPatch>;
