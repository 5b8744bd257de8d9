import * as z from "zod";
import { Url } from "./shapes.ts";
import { bounded } from "./text.ts";

/** An e-mail as its writer answers; HTML and plain text are made of it in code. */
export const EmailDraft = z.strictObject({
  subjectLine: bounded(40, 60),
  subjectVariants: z.array(bounded(20, 60)).min(2).max(4),
  previewText: bounded(85, 100),
  headerText: bounded(5, 80),
  sections: z
    .array(
      z.strictObject({
        heading: bounded(3, 80),
        body: bounded(50, 1_200),
        cta: z.strictObject({ text: bounded(2, 30), url: Url }).optional(),
      }),
    )
    .min(1)
    .max(5),
});
export type EmailDraft = z.infer<typeof EmailDraft>;
