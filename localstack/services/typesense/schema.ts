import { badRequest } from "./failure.ts";
import { checkTextFields, type Field, isObject, isStatic, parseField } from "./field.ts";

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

type Json = Record<string, unknown>;

const changeable = ["fields", "metadata"];
const badFields = "The `fields` value should be an array of objects containing the field `name` and other properties.";

/** Reads what `POST /collections` sends. @throws TypesenseFailure 400 for types and options this server does not have */
export function parseSchema(given: unknown): Schema {
  const json = asObject(given);
  const { name, metadata } = json;
  if (name === undefined) throw badRequest("Parameter `name` is required.");
  if (typeof name !== "string" || name === "") throw badRequest("Parameter `name` must be a non-empty string.");
  if (json["fields"] === undefined) throw badRequest("Parameter `fields` is required.");
  const sorting = json["default_sorting_field"] ?? "";
  if (typeof sorting !== "string") {
    throw badRequest("`default_sorting_field` should be a string. It should be the name of an int32/float field.");
  }
  const nested = json["enable_nested_fields"] ?? false;
  if (typeof nested !== "boolean") throw badRequest("`enable_nested_fields` should be a boolean.");
  const separators = characters(json, "token_separators");
  const symbols = characters(json, "symbols_to_index");
  if (metadata !== undefined && !isPlainObject(metadata)) throw badRequest("The `metadata` value should be an object.");
  if (!Array.isArray(json["fields"]) || json["fields"].length === 0)
    throw badRequest("The `fields` value should be an array of objects.");
  const schema: Schema = {
    name,
    fields: json["fields"].map((field) => parseField(field, nested)).filter((field) => field.name !== "id"),
    default_sorting_field: sorting,
    enable_nested_fields: nested,
    token_separators: separators,
    symbols_to_index: symbols,
    created_at: Math.floor(Date.now() / 1_000),
    ...(metadata === undefined ? {} : { metadata }),
  };
  checkNames(schema.fields);
  checkSorting(schema);
  checkTextFields(schema.fields);
  return schema;
}

/**
 * The schema after what `PATCH /collections/<name>` asks for. A field is dropped before another of its name is added, in whatever order
 * they came. @throws TypesenseFailure 400
 */
export function alterSchema(schema: Schema, given: unknown): Schema {
  const json = asObject(given);
  if (Object.keys(json).length === 0) throw badRequest("Alter payload is empty.");
  if (Object.keys(json).some((key) => !changeable.includes(key)))
    throw badRequest("Only `fields` and `metadata` can be updated at the moment.");
  const { metadata, fields } = json;
  if (metadata !== undefined && !isPlainObject(metadata)) throw badRequest("The `metadata` value should be an object.");
  const altered = { ...schema, ...(metadata === undefined ? {} : { metadata }) };
  if (fields === undefined) return altered;
  if (!Array.isArray(fields) || fields.length === 0) throw badRequest(badFields);
  const changes = fields.map((change) => {
    if (!isPlainObject(change) || typeof change["name"] !== "string") throw badRequest(badFields);
    if (change["name"] === "id") throw badRequest("Field `id` cannot be altered.");
    return { ...change, name: change["name"] };
  });
  const isDrop = (change: Json): boolean => change["drop"] !== undefined;
  altered.fields = [...changes.filter(isDrop), ...changes.filter((change) => !isDrop(change))].reduce(
    (present, change) => alterField(schema, present, change),
    schema.fields,
  );
  checkTextFields(altered.fields);
  return altered;
}

function alterField(schema: Schema, fields: Field[], change: Json & { name: string }): Field[] {
  const { name } = change;
  const present = fields.find((field) => field.name === name);
  if (change["drop"] !== undefined) {
    if (change["drop"] !== true) throw badRequest(`Field \`${name}\` must have a drop value of \`true\`.`);
    if (!present) throw badRequest(`Field \`${name}\` is not part of collection schema.`);
    const inside = isObject(present.type) ? `${name}.` : undefined;
    return fields.filter((field) => field.name !== name && !(inside && field.name.startsWith(inside)));
  }
  if (present) {
    throw badRequest(
      `Field \`${name}\` is already part of the schema: To change this field, drop it first before adding it back to the schema.`,
    );
  }
  return [...fields, parseField(change, schema.enable_nested_fields)];
}

function checkNames(fields: Field[]): void {
  if (fields.filter((field) => field.name === ".*").length > 1)
    throw badRequest("There can be only one field named `.*`.");
  const names = fields.map((field) => field.name);
  if (new Set(names).size < names.length) throw badRequest("There are duplicate field names in the schema.");
}

function checkSorting({ fields, default_sorting_field: name }: Schema): void {
  if (name === "") return;
  const field = fields.find((known) => known.name === name && isStatic(known));
  if (!field) throw badRequest(`Default sorting field is defined as \`${name}\` but is not found in the schema.`);
  if (!field.sort) throw badRequest(`Default sorting field \`${name}\` is not a sortable type.`);
  if (field.optional) throw badRequest(`Default sorting field \`${name}\` cannot be an optional field.`);
}

function characters(json: Json, name: string): string[] {
  const given = json[name] ?? [];
  if (Array.isArray(given) && given.every((char) => typeof char === "string" && char.length === 1)) return given;
  throw badRequest(`\`${name}\` should be an array of character symbols.`);
}

function asObject(given: unknown): Json {
  if (isPlainObject(given)) return given;
  throw badRequest("Bad JSON.");
}

function isPlainObject(given: unknown): given is Json {
  return typeof given === "object" && given !== null && !Array.isArray(given);
}
