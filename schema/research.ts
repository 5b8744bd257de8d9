import * as z from "zod";
import { id } from "./ids.ts";
import { JsonObject, Sha256 } from "./value.ts";

export const ResearchKind = z.enum(["client", "competitor", "topic", "research"]);

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
