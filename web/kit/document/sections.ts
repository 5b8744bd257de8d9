export interface Section {
  title: string;
  /** Name of the place on the page. */
  anchor: string;
  text: string;
}

/** Cuts a document at its second-level headings; what stands before the first one has no title. The document's own title is left out. */
export function sectionsOf(markdown: string): Section[] {
  const sections: Section[] = [];
  const used = new Map<string, number>();
  const untitled = markdown.replace(/^\s*# [^\n]*\n/, "");
  for (const [index, part] of untitled.split(/^## +/m).entries()) {
    const end = part.indexOf("\n");
    const title = index === 0 ? "" : (end === -1 ? part : part.slice(0, end)).trim();
    const text = index === 0 ? part : end === -1 ? "" : part.slice(end + 1);
    if (title === "" && text.trim() === "") continue;
    const name = title.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "-") || "start";
    const count = used.get(name) ?? 0;
    used.set(name, count + 1);
    sections.push({ title, anchor: count === 0 ? name : `${name}-${count + 1}`, text: text.trim() });
  }
  return sections;
}
