import * as z from "zod";
import { WorkStatus } from "./content-quality.ts";
import { id } from "./ids.ts";
import { Time } from "./page.ts";

export const EditAction = z.enum([
  "rewrite",
  "simplify",
  "expand",
  "fix_tone",
  "shorten",
  "add_section",
  "faq",
  "custom",
]);
export type EditAction = z.infer<typeof EditAction>;
export const EditScope = z.enum(["selection", "document"]);

/** A part of a post's Markdown: characters from `start` to `end`. */
export const EditSelection = z.strictObject({
  start: z.number().int().min(0),
  end: z.number().int().min(1),
  text: z.string().min(1).max(8_000),
});
export type EditSelection = z.infer<typeof EditSelection>;

/** Without a selection the whole text is meant, up to so many characters. */
export const editWholeMax = 10_000;

export const EditWish = z.strictObject({
  action: EditAction,
  instruction: z.string().trim().min(3).max(2_000),
  selection: EditSelection.optional(),
});
export type EditWish = z.infer<typeof EditWish>;

export const EditSuggestion = z.object({
  id: id("editSuggestion"),
  postVersion: z.number().int(),
  action: EditAction,
  instruction: z.string(),
  selection: EditSelection.nullable(),
  status: WorkStatus,
  scope: EditScope.nullable(),
  replacement: z.string().nullable(),
  explanation: z.string().nullable(),
  errorCode: z.string().nullable(),
  createdAt: Time,
});
export type EditSuggestion = z.infer<typeof EditSuggestion>;
