import * as z from "zod";
import { id } from "./ids.ts";
import { Time } from "./page.ts";

export const CommentSubject = z.enum(["blog_post", "content_request", "activity"]);
export const CommentVisibility = z.enum(["internal", "client"]);
export const CommentInput = z.strictObject({
  subjectType: CommentSubject,
  subjectId: z.string().max(40),
  version: z.number().int().positive().optional(),
  parentId: id("comment").optional(),
  anchor: z
    .strictObject({
      field: z.string().max(40),
      start: z.number().int().min(0),
      end: z.number().int().min(0),
      quote: z.string().max(500),
    })
    .optional(),
  body: z.string().trim().min(1).max(4_000),
  visibility: CommentVisibility.optional().describe("default: internal for the agency, client for the client"),
});
export type CommentInput = z.infer<typeof CommentInput>;

export const Comment = z.object({
  id: id("comment"),
  subjectType: CommentSubject,
  subjectId: z.string(),
  version: z.number().int().nullable(),
  parentId: z.string().nullable(),
  anchor: z.object({ field: z.string(), start: z.number(), end: z.number(), quote: z.string() }).nullable(),
  body: z.string(),
  visibility: CommentVisibility,
  author: z.object({ id: z.string(), name: z.string() }),
  mine: z.boolean(),
  resolvedAt: Time.nullable(),
  createdAt: Time,
});
export type Comment = z.infer<typeof Comment>;
