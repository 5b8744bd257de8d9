import { MongoFailure } from "./failure.ts";
import type { SchemaCheck } from "./schema-check.ts";
import { keywords } from "./schema-keywords.ts";
import type { Doc } from "./values.ts";

const compiled = new WeakMap<Doc, SchemaCheck>();

const annotations = new Set(["title", "description"]);

/** Read by the keyword they belong to. */
const companions = new Set(["exclusiveMinimum", "exclusiveMaximum", "patternProperties", "additionalItems"]);

/**
 * Compiles a `$jsonSchema`, the dialect of draft 4 with `bsonType`. The check takes a value with its exact number types and gives what
 * is not satisfied, as `errInfo` shows it; nothing when the value is valid.
 * @throws MongoFailure 9 for a keyword a real server does not know either (`$ref`, `default`, `format`, ...)
 */
export function compileSchema(schema: Doc): SchemaCheck {
  const known = compiled.get(schema);
  if (known) return known;
  const checks = Object.entries(schema).flatMap(([name, value]) => {
    if (annotations.has(name)) return [];
    if (companions.has(name) && keywordNeeds(name, schema)) return [];
    const compile = Object.hasOwn(keywords, name) ? keywords[name] : undefined;
    if (!compile) throw new MongoFailure(9, "FailedToParse", `Unknown $jsonSchema keyword: ${name}`);
    return [compile(value, schema, compileSchema)];
  });
  const check: SchemaCheck = (value) => checks.flatMap((one) => one(value));
  compiled.set(schema, check);
  return check;
}

function keywordNeeds(name: string, schema: Doc): boolean {
  if (name === "exclusiveMinimum" || name === "exclusiveMaximum") {
    const bound = name === "exclusiveMinimum" ? "minimum" : "maximum";
    if (bound in schema) return true;
    throw new MongoFailure(
      9,
      "FailedToParse",
      `$jsonSchema keyword '${bound}' must be a present if ${name} is present`,
    );
  }
  return name === "additionalItems" ? true : "additionalProperties" in schema;
}
