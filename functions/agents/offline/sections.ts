import { fold } from "#core/dataset/terms.ts";

/** The sections of a Markdown text: folded ## heading to the text below it. */
export function sectionsOf(markdown: string): Map<string, string> {
  const sections = new Map<string, string>();
  for (const part of markdown.split(/^##\s+/m).slice(1)) {
    const [heading = "", ...rest] = part.split("\n");
    sections.set(fold(heading).trim(), rest.join("\n").trim());
  }
  return sections;
}

/** The items of the first list of a text, without their marks. */
export function itemsOf(text: string): string[] {
  return text
    .split("\n")
    .filter((line) => /^\s*[-*]\s/.test(line))
    .map((line) => line.replace(/^\s*[-*]\s+/, "").trim());
}
