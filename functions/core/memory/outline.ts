import { type ProseLine, proseOf } from "#core/run/prose.ts";
import { excerpt } from "./finding.ts";
import type { Lesson } from "./learn.ts";

const questions = /\b(?:faqs?|frequently asked|questions?)\b/i;

/** How a text is built, as something that may be built so again; nothing of a text without sections. */
export function structureLesson(markdown: string): Lesson[] {
  const lines = proseOf(markdown);
  const headings = lines.filter(({ kind }) => kind === "heading");
  const top = Math.min(...headings.map(({ level }) => level));
  const sections = headings.filter(({ level }) => level === top);
  if (sections.length < 2) return [];
  const traits = [
    `${sections.length} sections`,
    ...(lines[0]?.kind === "heading" ? [] : ["an opening without a heading"]),
    ...(hasList(lines) ? ["lists"] : []),
    ...(headings.some(({ text }) => questions.test(text)) ? ["questions and answers"] : []),
  ];
  const shape = traits.join(", ");
  const names = excerpt(sections.map(({ text }) => text).join("; "), 200);
  return [{ key: "approved_structures", point: shape, lesson: `Approved with ${shape}, for example: ${names}` }];
}

function hasList(lines: readonly ProseLine[]): boolean {
  return lines.filter(({ kind }) => kind === "item").length >= 3;
}
