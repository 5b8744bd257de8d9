import type { DirtyValues, Document } from "./document.ts";
import { badRequest } from "./failure.ts";
import { type Field, isDynamic, isNumeric, isObject } from "./field.ts";
import type { Schema } from "./schema.ts";

/**
 * The fields a document adds to a schema that names them by pattern (`.*_facet`), by `.*` or as objects whose members become fields.
 * Values no type fits are dropped from the document or refused, as `dirty` says. @throws TypesenseFailure 400
 */
export function detectFields(schema: Schema, doc: Document, dirty: DirtyValues): Field[] {
  const found = detectTop(schema, doc, dirty);
  if (!schema.enable_nested_fields) return found;
  const known = new Set([...schema.fields, ...found].map((field) => field.name));
  const nested: Field[] = [];
  for (const parent of [...schema.fields, ...found]) {
    if (!isObject(parent.type) || parent.name.includes(".")) continue;
    for (const [name, type] of leaves(parent.name, doc[parent.name], false)) {
      if (known.has(name)) continue;
      known.add(name);
      nested.push({ ...parent, name, type, optional: true, sort: isNumeric(type) || type === "bool" });
    }
  }
  return [...found, ...nested];
}

function detectTop(schema: Schema, doc: Document, dirty: DirtyValues): Field[] {
  const patterns = schema.fields.filter(isDynamic);
  const fallback = schema.fields.find((field) => field.name === ".*");
  const found: Field[] = [];
  if (patterns.length === 0 && !fallback) return found;
  for (const [name, value] of Object.entries(doc)) {
    const declared = schema.fields.some((field) => field.name === name && !isDynamic(field));
    if (name === "id" || declared || name.includes(".*")) continue;
    const rule = patterns.find((pattern) => new RegExp(`^(?:${pattern.name})$`).test(name)) ?? fallback;
    if (!rule) continue;
    if (value === null) {
      delete doc[name];
      continue;
    }
    const type = typeFor(rule.type, value);
    if (type === "unknown") {
      if (dirty === "reject" || dirty === "coerce_or_reject") throw badRequest(`Type of field \`${name}\` is invalid.`);
      delete doc[name];
    } else if (type !== undefined && (schema.enable_nested_fields || !isObject(type))) {
      found.push({ ...rule, name, type, optional: true, sort: rule.sort || isNumeric(type) || type === "bool" });
    }
  }
  return found;
}

/** The type a value gets: undefined when it tells none yet (an empty list), `unknown` when no type fits. */
function typeFor(rule: string, value: unknown): string | undefined {
  if (rule === "string*") return Array.isArray(value) ? "string[]" : "string";
  if (rule !== "auto") return typeof value === "object" && !Array.isArray(value) ? "object" : rule;
  if (!Array.isArray(value)) return scalarType(value);
  if (value.length === 0) return undefined;
  const type = scalarType(value[0]);
  return type === "unknown" ? type : `${type}[]`;
}

function scalarType(value: unknown): string {
  if (typeof value === "string") return "string";
  if (typeof value === "boolean") return "bool";
  if (typeof value === "number") return Number.isInteger(value) ? "int64" : "float";
  return typeof value === "object" && value !== null && !Array.isArray(value) ? "object" : "unknown";
}

/** Each member below an object by its dotted name; inside a list of objects every member is a list. */
function* leaves(name: string, value: unknown, listed: boolean): Iterable<[string, string]> {
  if (Array.isArray(value)) {
    const [first] = value;
    if (typeof first === "object") for (const item of value) yield* leaves(name, item, true);
    else if (first !== undefined) yield [name, `${scalarType(first)}[]`];
    return;
  }
  if (typeof value !== "object" || value === null) {
    const type = scalarType(value);
    if (type !== "unknown") yield [name, listed ? `${type}[]` : type];
    return;
  }
  for (const [key, inner] of Object.entries(value)) yield* leaves(`${name}.${key}`, inner, listed);
}
