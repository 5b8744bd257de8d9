import type { Document } from "./document.ts";

/** Fields to keep and fields to leave out; `a.b` reaches into an object and `a*` stands for all that begin so. */
export interface Projection {
  includeFields: string[];
  excludeFields: string[];
}

/** A document with the fields a request includes or excludes. */
export function project(doc: Document, { includeFields, excludeFields }: Projection): object {
  if (includeFields.length === 0 && excludeFields.length === 0) return doc;
  return prune(doc, "", includeFields, excludeFields);
}

function prune(value: object, path: string, includes: string[], excludes: string[]): object {
  const kept: [string, unknown][] = [];
  for (const [key, inner] of Object.entries(value)) {
    const name = path + key;
    if (excludes.some((pattern) => names(pattern, name))) continue;
    const included = includes.length === 0 || includes.some((pattern) => names(pattern, name));
    const open = typeof inner === "object" && inner !== null;
    if (included && !(open && excludes.some((pattern) => pattern.startsWith(`${name}.`)))) {
      kept.push([key, inner]);
      continue;
    }
    if (!open || (!included && !includes.some((pattern) => pattern.startsWith(`${name}.`)))) continue;
    const below = (item: unknown): unknown =>
      typeof item === "object" && item !== null ? prune(item, `${name}.`, included ? [] : includes, excludes) : item;
    kept.push([key, Array.isArray(inner) ? inner.map(below) : below(inner)]);
  }
  return Object.fromEntries(kept);
}

function names(pattern: string, name: string): boolean {
  return pattern.endsWith("*") ? name.startsWith(pattern.slice(0, -1)) : pattern === name;
}
