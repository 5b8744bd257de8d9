import { createRequire } from "node:module";
import type { Ajv as AjvClass } from "ajv";
import { MongoFailure } from "./failure.ts";
import { bsonType, type Doc, isDoc } from "./values.ts";

const keywords = new Set(
  "additionalItems additionalProperties allOf anyOf bsonType dependencies description enum exclusiveMaximum exclusiveMinimum items maxItems maxLength maxProperties maximum minItems minLength minProperties minimum multipleOf not oneOf pattern patternProperties properties required title type uniqueItems".split(
    " ",
  ),
);

const schemaLists = ["allOf", "anyOf", "oneOf"];
const schemaMaps = ["properties", "patternProperties"];
const schemaSingles = ["not", "items", "additionalItems", "additionalProperties"];

/** Judges a document: undefined when it is valid, else what does not hold. `typed` is the same document with its exact number types. */
export type SchemaCheck = (doc: Doc, typed: Doc | undefined) => Doc[] | undefined;

let ajv: AjvClass | undefined;
let typedRoot: Doc | undefined;
const compiled = new WeakMap<Doc, SchemaCheck>();

/**
 * Compiles a `$jsonSchema`. Loaded on first use, because most collections have none.
 * @throws MongoFailure 9 for a keyword a real server does not know either (`$ref`, `default`, `format`, ...)
 */
export function compileSchema(schema: Doc): SchemaCheck {
  const known = compiled.get(schema);
  if (known) return known;
  checkKeywords(schema);
  const validate = engine().compile(toDraft(schema));
  const check: SchemaCheck = (doc, typed) => {
    typedRoot = typed;
    if (validate(doc)) return undefined;
    return (validate.errors ?? []).map((error) => ({
      operatorName: error.keyword,
      path: error.instancePath,
      reason: error.message ?? "",
    }));
  };
  compiled.set(schema, check);
  return check;
}

function engine(): AjvClass {
  if (ajv) return ajv;
  const { Ajv } = createRequire(import.meta.url)("ajv") as { Ajv: typeof AjvClass };
  ajv = new Ajv({ strict: false, allErrors: true, validateSchema: false });
  ajv.addKeyword({
    keyword: "bsonType",
    validate: (wanted: string | string[], value: unknown, _parent: unknown, at?: { instancePath: string }) => {
      const actual = typeNames(typedRoot && at ? lookUp(typedRoot, at.instancePath) : value);
      return [wanted].flat().some((name) => actual.includes(name));
    },
  });
  return ajv;
}

/** MongoDB's dialect is draft 4: exclusive bounds are booleans. */
function toDraft(schema: Doc): Doc {
  const result: Doc = {};
  for (const [keyword, value] of Object.entries(schema)) {
    if (schemaLists.includes(keyword)) result[keyword] = (value as Doc[]).map(toDraft);
    else if (schemaMaps.includes(keyword)) {
      result[keyword] = Object.fromEntries(
        Object.entries(value as Doc).map(([name, inner]) => [name, toDraft(inner as Doc)]),
      );
    } else if (schemaSingles.includes(keyword) && isDoc(value)) result[keyword] = toDraft(value);
    else result[keyword] = value;
  }
  for (const [flag, bound] of [
    ["exclusiveMaximum", "maximum"],
    ["exclusiveMinimum", "minimum"],
  ] as const) {
    if (schema[flag] === true) {
      result[flag] = schema[bound];
      delete result[bound];
    } else if (schema[flag] === false) delete result[flag];
  }
  return result;
}

function checkKeywords(schema: Doc): void {
  for (const [keyword, value] of Object.entries(schema)) {
    if (!keywords.has(keyword)) throw new MongoFailure(9, "FailedToParse", `Unknown $jsonSchema keyword: ${keyword}`);
    if (schemaLists.includes(keyword) && Array.isArray(value)) for (const inner of value) checkKeywords(inner as Doc);
    if (schemaMaps.includes(keyword) && isDoc(value))
      for (const inner of Object.values(value)) checkKeywords(inner as Doc);
    if (schemaSingles.includes(keyword) && isDoc(value)) checkKeywords(value);
  }
}

function lookUp(root: unknown, pointer: string): unknown {
  let value = root;
  for (const part of pointer.split("/").slice(1)) {
    const name = part.replaceAll("~1", "/").replaceAll("~0", "~");
    value = (value as Record<string, unknown> | undefined)?.[name];
  }
  return value;
}

const valueNames: Record<string, string[]> = {
  Int32: ["int", "number"],
  Long: ["long", "number"],
  Double: ["double", "number"],
  Decimal128: ["decimal", "number"],
  ObjectId: ["objectId"],
  Binary: ["binData"],
  UUID: ["binData"],
  Timestamp: ["timestamp"],
  BSONRegExp: ["regex"],
  MinKey: ["minKey"],
  MaxKey: ["maxKey"],
};

function typeNames(value: unknown): string[] {
  if (value === null) return ["null"];
  if (typeof value === "string") return ["string"];
  if (typeof value === "boolean") return ["bool"];
  if (typeof value === "number")
    return Number.isInteger(value) ? ["int", "long", "double", "number"] : ["double", "number"];
  if (Array.isArray(value)) return ["array"];
  if (value instanceof Date) return ["date"];
  if (value instanceof RegExp) return ["regex"];
  return valueNames[bsonType(value) ?? ""] ?? ["object"];
}
