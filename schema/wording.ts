import * as z from "zod";
import type { PieceType } from "./piece.ts";
import { bounded, Url } from "./text.ts";

/** The words of an e-mail; HTML and plain text are made of them in code. */
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

const part = z.strictObject({ heading: bounded(3, 80), body: bounded(50, 1_200) });

/** The words of a landing page. */
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

/** A responsive search ad. */
export const SearchAd = z.strictObject({
  headlines: z
    .array(
      z.strictObject({ text: bounded(1, 30), pin: z.union([z.literal(1), z.literal(2), z.literal(3)]).optional() }),
    )
    .length(15),
  descriptions: z
    .array(z.strictObject({ text: bounded(1, 90), pin: z.union([z.literal(1), z.literal(2)]).optional() }))
    .length(4),
  paths: z.array(bounded(1, 15)).max(2),
  finalUrl: Url,
});
export type SearchAd = z.infer<typeof SearchAd>;

/** How long the texts of a platform may be, in characters; `head` is what is seen before "more". */
export interface Limits {
  primaryText: { min: number; max: number };
  headline: { min: number; max: number };
  description: { min: number; max: number };
  head: number;
}

/** Limits of the two platforms whose ads are variants. */
export const metaLimits: Limits = {
  primaryText: { min: 20, max: 500 },
  headline: { min: 5, max: 40 },
  description: { min: 0, max: 30 },
  head: 125,
};
export const linkedinLimits: Limits = {
  primaryText: { min: 20, max: 600 },
  headline: { min: 5, max: 70 },
  description: { min: 0, max: 100 },
  head: 150,
};

/** The shape of a set of variants within a platform's limits. */
export function AdVariants({ primaryText, headline, description }: Limits) {
  return z.strictObject({
    variants: z
      .array(
        z.strictObject({
          angle: bounded(3, 60),
          primaryText: bounded(primaryText.min, primaryText.max),
          headline: bounded(headline.min, headline.max),
          description: bounded(description.min, description.max),
          callToAction: z.enum([
            "learn_more",
            "sign_up",
            "shop_now",
            "book_now",
            "contact_us",
            "download",
            "get_quote",
            "apply_now",
            "subscribe",
          ]),
        }),
      )
      .min(3)
      .max(5),
  });
}
export type AdVariants = z.infer<ReturnType<typeof AdVariants>>;

export type Words = Record<string, unknown>;

/** What of a text is worded by hand, with the bounds that hold for its writer too. */
export interface Wording {
  shape: z.ZodObject;
  words: Words;
}

/** The words of a piece. What is no wording (whom a newsletter goes to, on which platform an ad runs) is left out. */
export function wordingOf(type: PieceType, content: Words): Wording {
  const shape = type === "ad_copy" ? adShape(content) : type === "landing_page" ? PageDraft : EmailDraft;
  const whole = type === "ad_copy" ? (content["payload"] as Words) : content;
  return { shape, words: Object.fromEntries(Object.entries(whole).filter(([part]) => part in shape.shape)) };
}

function adShape({ platform }: Words): z.ZodObject {
  if (platform === "google_ads") return SearchAd;
  return AdVariants(platform === "meta_ads" ? metaLimits : linkedinLimits);
}

/** Every text by where it stands, e.g. `sections.0.body`. */
export function linesOf(words: unknown, at = ""): Record<string, string> {
  if (words === undefined || words === null) return {};
  if (typeof words !== "object") return { [at]: String(words) };
  return Object.assign(
    {},
    ...Object.entries(words).map(([part, value]) => linesOf(value, at === "" ? part : `${at}.${part}`)),
  );
}
