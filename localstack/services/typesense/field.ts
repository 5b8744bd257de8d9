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

type Json = Record<string, unknown>;

const types = ["string", "int32", "int64", "float", "bool", "object"].flatMap((type) => [type, `${type}[]`]);
const flags = ["store", "facet", "optional", "index", "sort", "infix", "stem", "range_index"];
/** A field is a bit in a posting's mask. */
const TEXT_FIELDS_MAX = 31;
/** Languages whose words are not told apart by spaces. */
const unspaced = ["ja", "km", "ko", "lo", "my", "th", "zh"];
/** What this server has no index for; each would change what a search finds. */
const refused = ["embed", "num_dim", "reference"];

/** Reads one field of a schema and fills in its defaults. @throws TypesenseFailure 400 */
export function parseField(given: unknown, nested: boolean): Field {
  const json = (typeof given === "object" && given !== null ? given : {}) as Json;
  const { name, type } = json;
  if (typeof name !== "string" || typeof type !== "string") {
    throw badRequest(
      "Wrong format for `fields`. It should be an array of objects containing `name`, `type`, `optional` and `facet` properties.",
    );
  }
  checkProperties(name, type, json, nested);
  const flag = (option: string, otherwise: boolean): boolean =>
    json[option] === undefined ? otherwise : json[option] === true;
  const dynamic = isDynamic({ name, type }) || name === ".*";
  const field = {
    name,
    type,
    facet: flag("facet", false),
    optional: flag("optional", dynamic),
    index: flag("index", true),
    sort: flag("sort", isNumeric(type) || type === "bool"),
    infix: flag("infix", false),
    locale: String(json["locale"] ?? ""),
    stem: false,
    store: flag("store", true),
  };
  checkCombination(field, dynamic);
  return field;
}

function checkProperties(name: string, type: string, json: Json, nested: boolean): void {
  if (name === "") throw badRequest("Field name cannot be empty.");
  if (json["drop"] !== undefined)
    throw badRequest(`Invalid property \`drop\` on field \`${name}\`: it is allowed only during schema update.`);
  for (const option of flags) {
    if (json[option] !== undefined && typeof json[option] !== "boolean")
      throw badRequest(`The \`${option}\` property of the field \`${name}\` should be a boolean.`);
  }
  const locale = json["locale"] ?? "";
  if (typeof locale !== "string")
    throw badRequest(`The \`locale\` property of the field \`${name}\` should be a string.`);
  const known = locale === "" || (locale.length === 2 && !unspaced.includes(locale));
  if (!known) throw badRequest(`The \`locale\` value of the field \`${name}\` is not valid.`);
  if (json["stem"]) throw badRequest(`The \`locale\` value of the field \`${name}\` is not supported for stem.`);
  const option = refused.find((property) => json[property]);
  if (json["store"] === false)
    throw badRequest(`Property \`store\` of the field \`${name}\` cannot be false on this server.`);
  if (option) throw badRequest(`Property \`${option}\` of the field \`${name}\` is not supported by this server.`);
  if (isObject(type) && !nested) {
    throw badRequest(
      "Type `object` or `object[]` can be used only when nested fields are enabled by setting` enable_nested_fields` to true.",
    );
  }
  if (name !== ".*" && !types.includes(type) && type !== "auto" && type !== "string*")
    throw badRequest(`Field \`${name}\` has an invalid data type \`${type}\`, see docs for supported data types.`);
}

function checkCombination({ name, type, facet, optional, index, sort }: Field, dynamic: boolean): void {
  if (name === ".*") {
    if (!optional) throw badRequest("Field `.*` must be an optional field.");
    if (facet) throw badRequest("Field `.*` cannot be a facet field.");
    if (!index) throw badRequest("Field `.*` must be an index field.");
    if (!types.includes(type) && type !== "auto" && type !== "string*")
      throw badRequest("The `type` of field `.*` is invalid.");
    return;
  }
  if (dynamic && !optional) throw badRequest(`Field \`${name}\` must be an optional field.`);
  if (!index && facet) throw badRequest(`Field \`${name}\` cannot be a facet since it's marked as non-indexable.`);
  const sortable = isNumeric(type) || type === "bool" || type === "string" || type === "auto" || type === "string*";
  if (sort && !sortable) throw badRequest(`Field \`${name}\` cannot be a sortable field.`);
}

/** @throws TypesenseFailure 400 when there are more text fields than the index tells apart */
export function checkTextFields(fields: Field[]): void {
  if (fields.filter(isSearched).length > TEXT_FIELDS_MAX)
    throw badRequest(`This server indexes at most ${TEXT_FIELDS_MAX} text fields.`);
}

/** True for a field whose words are in the dictionary. */
export function isSearched(field: Field): boolean {
  return isText(field.type) && field.index && isStatic(field);
}

/** True for a field that stands for others: its name is a pattern or its type is taken from the first document. */
export function isDynamic({ name, type }: Pick<Field, "name" | "type">): boolean {
  return name !== ".*" && (type === "auto" || type === "string*" || name.includes(".*"));
}

/** True for a field that holds values itself. */
export function isStatic(field: Field): boolean {
  return field.name !== ".*" && !isDynamic(field);
}

export function isNumeric(type: string): boolean {
  return type === "int32" || type === "int64" || type === "float";
}

export function isText(type: string): boolean {
  return type === "string" || type === "string[]";
}

export function isObject(type: string): boolean {
  return type === "object" || type === "object[]";
}
