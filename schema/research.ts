import * as z from "zod";
import { id } from "./ids.ts";
import { Time } from "./page.ts";
import { JsonObject, Sha256 } from "./value.ts";

export const ResearchKind = z.enum(["client", "competitor", "topic", "research"]);
export type ResearchKind = z.infer<typeof ResearchKind>;

/** Raw research an agent wrote; the body is in the row or, above 256 KB, in the object store. */
export const ResearchNoteRow = z.object({
  id: id("researchNote"),
  kind: ResearchKind,
  title: z.string().min(1).max(300),
  body: z.string().nullable(),
  s3Key: z.string().min(1).max(500).nullable(),
  sha256: Sha256,
  metadata: JsonObject,
  competitorId: id("competitor").nullable(),
  activityId: id("activity").nullable(),
  runId: id("run").nullable(),
  deliverableId: id("deliverable").nullable(),
});

export const ResearchNote = z.object({
  id: id("researchNote"),
  kind: ResearchKind,
  title: z.string(),
  activityId: z.string().nullable(),
  createdAt: Time,
});
export type ResearchNote = z.infer<typeof ResearchNote>;

export const ResearchNoteDetail = ResearchNote.extend({
  body: z.string().describe("Markdown"),
  metadata: JsonObject.describe("of a list of topics the topics; of notes how much they rest on"),
});
export type ResearchNoteDetail = z.infer<typeof ResearchNoteDetail>;
