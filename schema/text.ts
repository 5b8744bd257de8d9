import * as z from "zod";

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

/** Characters as a reader counts them. */
export function graphemesOf(text: string): number {
  if (/^[\x20-\x7e\n]*$/.test(text)) return text.length;
  return [...segmenter.segment(text)].length;
}

/** A string of `min` to `max` characters as a reader counts them. */
export function bounded(min: number, max: number) {
  return z
    .string()
    .trim()
    .refine(
      (text) => {
        const length = graphemesOf(text);
        return length >= min && length <= max;
      },
      {
        error: (issue) => `must have ${min} to ${max} characters, has ${graphemesOf(String(issue.input))}`,
        params: { rule: "V2" },
      },
    )
    .meta({ minLength: min, maxLength: max });
}

/** The address of a page on the web. */
export const Url = z.string().regex(/^https?:\/\/\S+$/, "must be an address that begins with http:// or https://");
