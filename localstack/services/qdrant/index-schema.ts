import { type Body, isBody, isGiven } from "./body.ts";
import { badFormat, invalid, unsupported, wrongInput } from "./failure.ts";
import { type Tokenizer, textTokenizer } from "./tokenizer.ts";

const types = ["keyword", "integer", "float", "bool", "datetime", "uuid", "text"];

/** What a payload index is made for. */
export interface IndexSchema {
  type: string;
  /** The client's parameters, reported back; undefined when it named the type only. */
  params: Body | undefined;
}

/** The schema a client asks for, by name or with parameters. @throws QdrantFailure 400 or 422 */
export function parseIndexSchema(field: string, schema: unknown): IndexSchema {
  if (!isGiven(schema))
    throw wrongInput(`Unable to infer type for the field '${field}'. Please specify \`field_type\``);
  const params = isBody(schema) ? schema : undefined;
  const type = params ? params["type"] : schema;
  if (type === "geo") throw unsupported("a payload index of type geo");
  if (typeof type !== "string" || !types.includes(type))
    throw badFormat("data did not match any variant of untagged enum PayloadFieldSchema");
  if (params && type === "integer" && params["lookup"] === false && params["range"] === false)
    throw invalid("lookup", "Validation error: the 'lookup' and 'range' capabilities can't be both disabled");
  if (type === "text") textTokenizer(params ?? {});
  return { type, params };
}

/** True when values of the field can be counted: its index looks up exact values. */
export function isFacetable({ type, params }: IndexSchema): boolean {
  if (type === "integer") return params?.["lookup"] !== false;
  return type === "keyword" || type === "uuid" || type === "bool";
}

/** True when points can be ordered by the field: its index knows ranges. */
export function isOrderable({ type, params }: IndexSchema): boolean {
  if (type === "integer") return params?.["range"] !== false;
  return type === "float" || type === "datetime";
}

/** The tokenizer of a text index, undefined for any other. */
export function tokenizerOf({ type, params }: IndexSchema): Tokenizer | undefined {
  return type === "text" ? textTokenizer(params ?? {}) : undefined;
}
