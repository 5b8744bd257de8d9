import type { EditCategory } from "#schema/run.ts";

/** One thing that an edit tells of what people want. The same point seen again makes it surer. */
export interface Finding {
  kind: EditCategory;
  point: string;
  /** A sentence without its full stop. */
  text: string;
  data?: Record<string, string | number | boolean>;
}

const excerptMax = 110;

/** The beginning of a text, on one line. */
export function excerpt(text: string, max = excerptMax): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length <= max ? line : `${line.slice(0, line.lastIndexOf(" ", max - 1)).replace(/[\s.,;:]+$/, "")}…`;
}
