import * as z from "zod";
import { CriticResult, PublishAttempt } from "./blog.ts";
import { PageQuery, Time } from "./page.ts";

export const PieceType = z.enum(["landing_page", "newsletter", "ad_copy"]);
export type PieceType = z.infer<typeof PieceType>;

export const PieceFilter = z.strictObject({
  ...PageQuery.shape,
  status: z.string().max(40).optional(),
});
export type PieceFilter = z.infer<typeof PieceFilter>;

export const PieceItem = z.object({
  id: z.string(),
  type: PieceType,
  title: z.string(),
  status: z.string(),
  version: z.number().int(),
  activityId: z.string().nullable(),
  createdAt: Time,
  updatedAt: Time,
});
export type PieceItem = z.infer<typeof PieceItem>;

export const PieceDetail = PieceItem.extend({
  contentHash: z.string(),
  content: z.record(z.string(), z.unknown()).nullable().describe("as it would be sent; null before the first draft"),
  text: z.string().describe("the content as Markdown"),
  critic: CriticResult.nullable(),
  publish: PublishAttempt.nullable().describe("the newest attempt to send it"),
});
export type PieceDetail = z.infer<typeof PieceDetail>;

/** Other words for a piece: those that differ. */
export const PieceEdit = z.strictObject({
  content: z.record(z.string().max(60), z.unknown()).describe("parts of the content, each whole"),
  version: z.number().int().min(1).describe("the version that was edited"),
  changeNote: z.string().trim().min(1).max(300).optional(),
});
export type PieceEdit = z.infer<typeof PieceEdit>;
