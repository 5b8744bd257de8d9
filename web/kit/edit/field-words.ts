import { words } from "../components/format.ts";

/** How a field is shown: by its place, without the numbers of lists. */
interface FieldWords {
  label: string;
  /** What it is for. */
  hint?: string;
  /** What one entry of a list is called. */
  one?: string;
  /** What others said: it can be left out, not reworded. */
  isFixed?: true;
  /** It is what the entry of its list consists of, and is called as that. */
  isEntry?: true;
}

/** Places whose own name would not tell enough. */
const known: Readonly<Record<string, FieldWords>> = {
  bodyText: { label: "Text" },
  hashtags: { label: "Hashtags", hint: "without #" },
  altText: { label: "Alt text", hint: "what is to be seen, for those who do not see it" },
  subjectLine: { label: "Subject" },
  subjectVariants: { label: "Other subjects", one: "Other subject" },
  previewText: { label: "Shown after the subject" },
  headerText: { label: "Heading" },
  sections: { label: "Sections", one: "Section" },
  "sections.body": { label: "Text", hint: "Markdown" },
  "sections.cta": { label: "Button" },
  "sections.cta.text": { label: "Words on the button" },
  "sections.cta.url": { label: "Leads to" },
  hero: { label: "Top of the page" },
  "hero.subheadline": { label: "Under the headline" },
  "hero.ctaText": { label: "Words on the button" },
  "problem.body": { label: "Text", hint: "Markdown" },
  "solution.body": { label: "Text", hint: "Markdown" },
  features: { label: "What one gets", one: "Feature" },
  socialProof: { label: "What others say" },
  "socialProof.items": { label: "Voices", one: "Voice", isFixed: true },
  faq: { label: "Questions and answers", one: "Question" },
  "faq.q": { label: "Question" },
  "faq.a": { label: "Answer" },
  cta: { label: "End of the page" },
  "cta.buttonText": { label: "Words on the button" },
  metaTitle: { label: "Title for search" },
  metaDescription: { label: "Description for search" },
  slug: { label: "Address", hint: "a-z, 0-9 and -" },
  headlines: { label: "Headlines", one: "Headline" },
  descriptions: { label: "Descriptions", one: "Description" },
  "headlines.text": { label: "Text", isEntry: true },
  "descriptions.text": { label: "Text", isEntry: true },
  "headlines.pin": { label: "Place" },
  "descriptions.pin": { label: "Place" },
  paths: { label: "Shown behind the address", one: "Part" },
  finalUrl: { label: "Leads to" },
  variants: { label: "Variants", one: "Variant" },
  callToAction: { label: "Button" },
};

/** How the field at a place is shown, e.g. at `sections.0.body`. */
export function wordsFor(place: string): FieldWords {
  const path = place.replaceAll(/\.\d+(?=\.|$)/g, "");
  const name = path.slice(path.lastIndexOf(".") + 1);
  return (
    known[path] ?? {
      label: words(name.replaceAll(/([a-z])([A-Z])/g, (_, end, start) => `${end} ${start.toLowerCase()}`)),
    }
  );
}

/** A place in words for people: "Section 2: Text". */
export function placeName(place: string): string {
  const parts = place.split(".");
  const names: string[] = [];
  for (const [at, part] of parts.entries()) {
    const here = parts.slice(0, at + 1).join(".");
    if (/^\d+$/.test(part)) {
      const list = wordsFor(parts.slice(0, at).join("."));
      names.splice(-1, 1, `${list.one ?? list.label} ${Number(part) + 1}`);
    } else names.push(wordsFor(here).label);
  }
  return names.join(": ");
}
