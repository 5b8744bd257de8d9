import { badRequest } from "./failure.ts";
import { type Field, isObject, isStatic } from "./field.ts";
import type { Schema } from "./schema.ts";

export type Document = Record<string, unknown> & { id: string };
type Json = Record<string, unknown>;

/** What happens to a value of the wrong type: turned into the right one, left out, or refused. */
export type DirtyValues = "coerce_or_reject" | "coerce_or_drop" | "drop" | "reject";

const modes: DirtyValues[] = ["coerce_or_reject", "coerce_or_drop", "drop", "reject"];
const INT32_MAX = 2_147_483_647;

/** Reads `dirty_values`; a schema that makes fields from documents coerces by default, any other rejects. */
export function readDirtyValues(given: string | undefined, schema: Schema): DirtyValues {
  const asked = modes.find((mode) => mode === given?.toLowerCase());
  return asked ?? (schema.fields.every(isStatic) ? "reject" : "coerce_or_reject");
}

/** The value of a field; a name with dots reaches into objects and spreads arrays of objects. */
export function fieldValue(doc: Json, name: string): unknown {
  if (name in doc || !name.includes(".")) return doc[name];
  let found: unknown[] = [doc];
  let spread = false;
  for (const part of name.split(".")) {
    found = found.flatMap((item) => {
      const value = typeof item === "object" && item !== null ? (item as Json)[part] : undefined;
      if (Array.isArray(value)) spread = true;
      return value === undefined ? [] : value;
    });
  }
  return spread ? found : found[0];
}

/** Checks a document against the schema and coerces or drops what `dirty` says. @throws TypesenseFailure 400 */
export function checkDocument(schema: Schema, doc: Json, dirty: DirtyValues): void {
  const sorting = schema.default_sorting_field;
  if (sorting !== "" && doc[sorting] === undefined) {
    throw badRequest(
      `Field \`${sorting}\` has been declared as a default sorting field, but is not found in the document.`,
    );
  }
  for (const field of schema.fields) if (isStatic(field)) checkField(field, doc, dirty);
}

function checkField(field: Field, doc: Json, dirty: DirtyValues): void {
  const { name } = field;
  const value = fieldValue(doc, name);
  if (value === undefined || (value === null && field.optional)) {
    if (field.optional) {
      delete doc[name];
      return;
    }
    throw badRequest(`Field \`${name}\` has been declared in the schema, but is not found in the document.`);
  }
  if (isObject(field.type)) {
    const items = field.type === "object[]" ? value : [value];
    if (!Array.isArray(items) || items.some((item) => typeof item !== "object" || item === null))
      throw badRequest(`Field \`${name}\` has an incorrect type.`);
    return;
  }
  const checked = checkValue(field, value, name in doc ? dirty : "reject");
  if (checked === undefined) delete doc[name];
  else if (name in doc) doc[name] = checked;
}

/** The value to keep; undefined drops it. */
function checkValue(field: Field, value: unknown, dirty: DirtyValues): unknown {
  const mode = field.optional ? dirty : withoutDrop(dirty);
  const drops = mode === "drop" || mode === "coerce_or_drop";
  const type = field.type.replace("[]", "");
  if (type === field.type) {
    const kept = convert(field, type, value, mode);
    if (kept === undefined && !drops) throw refused(field, type, value);
    return kept;
  }
  const list = value === null ? [] : value;
  if (!Array.isArray(list)) {
    if (drops) return undefined;
    throw badRequest(`Field \`${field.name}\` must be an array.`);
  }
  return list.flatMap((item) => {
    const kept = convert(field, type, item, mode);
    if (kept === undefined && !drops) throw refused(field, type, item);
    return kept === undefined ? [] : [kept];
  });
}

function withoutDrop(dirty: DirtyValues): DirtyValues {
  if (dirty === "coerce_or_drop") return "coerce_or_reject";
  return dirty === "drop" ? "reject" : dirty;
}

/** The value in the field's type, or undefined when it has another and may not or cannot be turned. */
function convert(field: Field, type: string, value: unknown, mode: DirtyValues): unknown {
  const coerces = mode.startsWith("coerce");
  const right = fits(type, value) ? value : coerces ? coerce(type, value) : undefined;
  if (type === "int32" && typeof right === "number" && Math.abs(right) > INT32_MAX)
    throw badRequest(`Field \`${field.name}\` exceeds maximum value of int32.`);
  return right;
}

function fits(type: string, value: unknown): boolean {
  if (type === "string") return typeof value === "string";
  if (type === "bool") return typeof value === "boolean";
  return type === "float" ? typeof value === "number" : Number.isInteger(value);
}

function coerce(type: string, value: unknown): unknown {
  if (type === "string") return typeof value === "object" ? undefined : String(value);
  if (type === "bool") {
    if (value === 1 || value === 0) return value === 1;
    const text = typeof value === "string" ? value.toLowerCase() : "";
    return text === "true" ? true : text === "false" ? false : undefined;
  }
  if (typeof value === "boolean") return Number(value);
  const whole = type !== "float";
  if (typeof value === "number") return whole ? Math.trunc(value) : value;
  if (typeof value !== "string") return undefined;
  return (whole ? /^-?\d+$/ : /^-?\d+(\.\d+)?([eE][-+]?\d+)?$/).test(value) ? Number(value) : undefined;
}

function refused(field: Field, type: string, value: unknown): Error {
  if (field.name.includes(".") && Array.isArray(value)) {
    return badRequest(
      `Field \`${field.name}\` has an incorrect type. Hint: field inside an array of objects must be an array type as well.`,
    );
  }
  const single = type.startsWith("int") ? "an" : "a";
  return badRequest(`Field \`${field.name}\` must be ${field.type.endsWith("[]") ? listed(type) : single} ${type}.`);
}

/** The server's own spelling. */
function listed(type: string): string {
  return type === "bool" || type === "float" ? "a array of" : "an array of";
}
