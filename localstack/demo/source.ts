import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { type DocKind, docKinds, type Format, formats } from "./demo-file.ts";

export const sourcesDir = join(import.meta.dirname, "sources");

/** One written document before it becomes a file. `name` has no extension, `body` is Markdown without the title. */
export type Source = {
  tenantSlug: string;
  name: string;
  title: string;
  summary: string;
  date: Date;
  format: Format;
  docKind: DocKind;
  body: string;
};

/** All sources below `dir` (one folder per tenant), ordered by tenant and name. */
export async function readSources(dir = sourcesDir): Promise<Source[]> {
  const entries = await readdir(dir, { withFileTypes: true });
  const slugs = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const sources: Source[] = [];
  for (const slug of slugs.sort()) {
    const names = (await readdir(join(dir, slug))).filter((name) => name.endsWith(".md"));
    for (const name of names.sort()) {
      sources.push(parseSource(slug, basename(name, ".md"), await readFile(join(dir, slug, name), "utf8")));
    }
  }
  return sources;
}

/**
 * Splits a source into its front matter (`key: value` lines between two `---` lines) and its Markdown body.
 * @throws if the front matter is absent, a key is missing, or a format, kind or date is unknown
 */
export function parseSource(tenantSlug: string, name: string, text: string): Source {
  const where = `${tenantSlug}/${name}.md`;
  const match = /^---\n(.*?)\n---\n(.*)$/s.exec(text);
  if (!match) throw new Error(`${where} does not start with front matter between two "---" lines.`);
  const fields = new Map<string, string>();
  for (const line of (match[1] ?? "").split("\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) fields.set(line.slice(0, colon).trim(), line.slice(colon + 1).trim());
  }
  const field = (key: string): string => {
    const value = fields.get(key);
    if (!value) throw new Error(`${where} has no "${key}" in its front matter.`);
    return value;
  };
  const date = new Date(`${field("date")}T09:00:00Z`);
  if (Number.isNaN(date.getTime())) throw new Error(`${where}: "date" must be YYYY-MM-DD.`);
  return {
    tenantSlug,
    name,
    title: field("title"),
    summary: field("summary"),
    date,
    format: oneOf(where, formats, field("format")),
    docKind: oneOf(where, docKinds, field("docKind")),
    body: (match[2] ?? "").trim(),
  };
}

function oneOf<T extends string>(where: string, allowed: readonly T[], value: string): T {
  const found = allowed.find((candidate) => candidate === value);
  if (!found) throw new Error(`${where}: "${value}" is not one of ${allowed.join(", ")}.`);
  return found;
}
