import type { Collection } from "./collection.ts";
import { fieldValue } from "./document.ts";
import { badRequest, notFound } from "./failure.ts";
import { isStatic } from "./field.ts";
import type { Hit } from "./match.ts";

/** Hits that have the same values in the fields grouped by. */
export interface Group {
  key: unknown[];
  hits: Hit[];
}

/** Which group a hit is in, as one string. */
export type GroupName = (hit: Hit) => string;

/**
 * How hits are grouped by facet fields. Documents without a value make one group, or with `missing` off a group each.
 * @throws TypesenseFailure 400, 404
 */
export function grouping(collection: Collection, fields: string[], missing: boolean): GroupName {
  for (const name of fields) {
    if (name === "id") throw badRequest("Cannot use `id` as a group by field.");
    const field = collection.schema.fields.find((known) => known.name === name && isStatic(known));
    if (!field) throw notFound(`Could not find a field named \`${name}\` in the schema.`);
    if (!field.facet) throw badRequest(`Group by field \`${name}\` should be a facet field.`);
  }
  return (hit) => {
    const values = valuesOf(hit, fields);
    const alone = !missing && values.every((value) => value === undefined);
    return alone ? `alone ${hit.entry.num}` : JSON.stringify(values.map((value) => value ?? null));
  };
}

/** Groups in the order of their first hits. */
export function groupHits(hits: Hit[], fields: string[], nameOf: GroupName): Group[] {
  const groups = new Map<string, Group>();
  for (const hit of hits) {
    const name = nameOf(hit);
    const group = groups.get(name);
    if (group) group.hits.push(hit);
    else groups.set(name, { key: valuesOf(hit, fields).filter((value) => value !== undefined), hits: [hit] });
  }
  return [...groups.values()];
}

function valuesOf({ entry }: Hit, fields: string[]): unknown[] {
  return fields.map((field) => fieldValue(entry.doc, field));
}
