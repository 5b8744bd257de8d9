import * as z from "zod";
import { bounded } from "./text.ts";

/** A voice that may be quoted: only these, and only as they stand here. */
export const Proof = z.object({ quote: z.string(), author: z.string().optional(), source: z.string() });

const part = z.strictObject({ heading: bounded(3, 80), body: bounded(50, 1_200) });

/** A landing page as its writer answers. */
export const PageDraft = z.strictObject({
  hero: z.strictObject({ headline: bounded(20, 80), subheadline: bounded(20, 160), ctaText: bounded(2, 30) }),
  problem: part,
  solution: part,
  features: z
    .array(z.strictObject({ title: bounded(3, 60), text: bounded(20, 300) }))
    .min(3)
    .max(6),
  socialProof: z.strictObject({
    heading: bounded(3, 80),
    items: z
      .array(z.strictObject({ quote: bounded(1, 500), author: bounded(0, 120).optional(), source: z.string() }))
      .max(5),
  }),
  faq: z
    .array(z.strictObject({ q: bounded(5, 200), a: bounded(5, 1_000) }))
    .min(3)
    .max(8),
  cta: z.strictObject({ heading: bounded(3, 80), text: bounded(0, 300), buttonText: bounded(2, 30) }),
  metaTitle: bounded(30, 60),
  metaDescription: bounded(140, 160),
  slug: z.string().regex(/^[a-z0-9-]{3,80}$/, "only a-z, 0-9 and -, 3 to 80 characters"),
});
export type PageDraft = z.infer<typeof PageDraft>;
