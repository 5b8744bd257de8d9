import { badRequest } from "./failure.ts";

/** A field as the server reports it, with every default filled in. */
export interface Field {
  name: string;
  type: string;
  facet: boolean;
  optional: boolean;
  index: boolean;
  sort: boolean;
  infix: boolean;
  locale: string;
  stem: boolean;
  store: boolean;
}

export interface Schema {
  name: string;
  fields: Field[];
  default_sorting_field: string;
  enable_nested_fields: boolean;
  token_separators: string[];
  symbols_to_index: string[];
  created_at: number;
  metadata?: unknown;
}

export type Document = Record<string, unknown> & { id: string };
type Json = Record<string, unknown>;

const types = ["string", "int32", "int64", "float", "bool", "object"].flatMap((type) => [type, `${type}[]`]);

/** Reads what `POST /collections` sends. @throws TypesenseFailure 400 for types and options this server does not have */
export function parseSchema(given: Json): Schema {
  if (typeof given["name"] !== "string" || given["name"] === "") throw badRequest("Parameter `name` is required.");
  if (!Array.isArray(given["fields"])) throw badRequest("The `fields` value should be an array of objects.");
  const nested = given["enable_nested_fields"] === true;
  const schema: Schema = {
    name: given["name"],
    fields: given["fields"].map((field) => parseField(field as Json, nested)),
    default_sorting_field: String(given["default_sorting_field"] ?? ""),
    enable_nested_fields: nested,
    token_separators: (given["token_separators"] ?? []) as string[],
    symbols_to_index: (given["symbols_to_index"] ?? []) as string[],
    created_at: Math.floor(Date.now() / 1_000),
    ...(given["metadata"] === undefined ? {} : { metadata: given["metadata"] }),
  };
  const sorting = schema.fields.find((field) => field.name === schema.default_sorting_field);
  if (schema.default_sorting_field !== "") {
    const name = schema.default_sorting_field;
    if (!sorting) throw badRequest(`Default sorting field is defined as \`${name}\` but is not found in the schema.`);
    if (!isNumeric(sorting.type))
      throw badRequest(`Default sorting field \`${name}\` must be a single valued numerical field.`);
    if (sorting.optional) throw badRequest(`Default sorting field \`${name}\` cannot be an optional field.`);
  }
  return schema;
}

/** One field with its defaults; a field to drop is the caller's matter. */
export function parseField(given: Json, nested: boolean): Field {
  const name = String(given["name"] ?? "");
  const type = String(given["type"] ?? "");
  if (name === "")
    throw badRequest(
      "Wrong format for `fields`. It should be an array of objects containing `name`, `type`, `optional` and `facet`.",
    );
  if (!types.includes(type) || name.includes("*")) {
    throw badRequest(`Field \`${name}\` has an invalid data type \`${type}\`, see docs for supported data types.`);
  }
  for (const option of ["embed", "reference", "num_dim", "stem", "range_index"]) {
    if (given[option]) throw badRequest(`Field \`${name}\`: \`${option}\` is not supported by this server.`);
  }
  if (type.startsWith("object") && !nested) {
    throw badRequest(
      `Type \`${type}\` can be used only when nested fields are enabled by setting\` enable_nested_fields\` to true.`,
    );
  }
  const flag = (option: string, otherwise: boolean): boolean =>
    given[option] === undefined ? otherwise : given[option] === true;
  return {
    name,
    type,
    facet: flag("facet", false),
    optional: flag("optional", false),
    index: flag("index", true),
    sort: flag("sort", isNumeric(type) || type === "bool"),
    infix: flag("infix", false),
    locale: String(given["locale"] ?? ""),
    stem: false,
    store: flag("store", true),
  };
}

export function isNumeric(type: string): boolean {
  return type === "int32" || type === "int64" || type === "float";
}

export function isText(type: string): boolean {
  return type === "string" || type === "string[]";
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

/**
 * Checks a document against the schema and turns values that only have the wrong spelling of their type (`"12"`, `1`, `"true"`) into the
 * right one, as `dirty_values: coerce_or_reject` does.
 * @throws TypesenseFailure 400
 */
export function checkDocument(schema: Schema, doc: Json): void {
  for (const field of schema.fields) {
    const value = fieldValue(doc, field.name);
    if (value === undefined || value === null) {
      if (field.optional || !field.index || (field.name.includes(".") && value === undefined)) continue;
      throw badRequest(`Field \`${field.name}\` has been declared in the schema, but is not found in the document.`);
    }
    const checked = checkValue(field, value);
    if (checked !== value && field.name in doc) doc[field.name] = checked;
  }
}

const article: Record<string, string> = {
  int32: "an int32",
  int64: "an int64",
  float: "a float",
  bool: "a bool",
  string: "a string",
  object: "an object",
};

function checkValue(field: Field, value: unknown): unknown {
  const single = field.type.replace("[]", "");
  if (!field.type.endsWith("[]")) {
    if (Array.isArray(value) && !field.name.includes("."))
      throw badRequest(`Field \`${field.name}\` must be ${article[single]}.`);
    return Array.isArray(value) ? value.map((item) => coerce(field, single, item)) : coerce(field, single, value);
  }
  if (!Array.isArray(value)) throw badRequest(`Field \`${field.name}\` must be an array.`);
  return value.map((item) => coerce(field, single, item));
}

function coerce(field: Field, type: string, value: unknown): unknown {
  const refused = badRequest(
    `Field \`${field.name}\` must be ${field.type.endsWith("[]") ? `an array of ${type}` : article[type]}.`,
  );
  switch (type) {
    case "string":
      if (typeof value === "object") throw refused;
      return String(value);
    case "bool":
      if (typeof value === "boolean") return value;
      if (value === "true" || value === 1) return true;
      if (value === "false" || value === 0) return false;
      throw refused;
    case "object":
      if (typeof value !== "object") throw refused;
      return value;
    default: {
      const number =
        typeof value === "string" && value.trim() !== ""
          ? Number(value)
          : value === true
            ? 1
            : value === false
              ? 0
              : value;
      if (typeof number !== "number" || !Number.isFinite(number)) throw refused;
      if (type === "int32" && Math.abs(number) > 2_147_483_647) throw refused;
      return type === "float" ? number : Math.trunc(number);
    }
  }
}
