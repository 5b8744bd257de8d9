import type { Collection } from "./collection.ts";
import { badRequest, notFound } from "./failure.ts";
import { type Field, isStatic, isText } from "./field.ts";
import type { SearchField } from "./match.ts";
import type { Reader } from "./parameters.ts";

/**
 * The fields of `query_by` with what each weighs and tolerates. A name with `*` at its end stands for all text fields that begin so, an
 * object for those inside it. @throws TypesenseFailure 400, 404
 */
export function readSearchFields(collection: Collection, read: Reader): SearchField[] {
  const names = read.list("query_by");
  const weights = read.list("query_by_weights").map(Number);
  if (names.length > 0 && weights.length > 0 && weights.length !== names.length)
    throw badRequest("Number of weights in `query_by_weights` does not match number of `query_by` fields.");
  const typos = perField(read.list("num_typos"), names, "2", "values in `num_typos`");
  const prefix = perField(read.list("prefix"), names, "true", "prefix values in `prefix`");
  const infix = perField(read.list("infix"), names, "off", "infix values in `infix`");
  return names.flatMap((name, index) =>
    expand(collection, name).map((field) => {
      const mode = infix[index] as SearchField["infix"];
      if (mode !== "off" && !field.infix) {
        throw badRequest(
          `Could not find \`${field.name}\` in the infix index. Make sure to enable infix search by specifying \`infix: true\` in the schema.`,
        );
      }
      return {
        name: field.name,
        bit: collection.textFields.indexOf(field.name),
        weight: Math.min(127, weights[index] ?? names.length - index),
        typos: Math.min(2, Number(typos[index])),
        prefix: prefix[index] === "true",
        infix: mode,
      };
    }),
  );
}

function perField(given: string[], names: string[], otherwise: string, what: string): string[] {
  if (given.length > 1 && names.length > 0 && given.length !== names.length)
    throw badRequest(`Number of ${what} does not match number of \`query_by\` fields.`);
  return names.map((_, index) => given[index] ?? given[0] ?? otherwise);
}

function expand(collection: Collection, name: string): Field[] {
  if (name === "id") throw badRequest("Cannot use `id` as a query by field.");
  const fields = collection.schema.fields.filter(isStatic);
  if (name.endsWith("*")) {
    const begin = name.slice(0, -1);
    const found = fields.filter((field) => field.name.startsWith(begin) && isText(field.type) && field.index);
    if (found.length > 0) return found;
    throw notFound(`No string or string array field found matching the pattern \`${name}\` in the schema.`);
  }
  const inside = fields.filter((field) => field.name.startsWith(`${name}.`) && isText(field.type));
  if (collection.schema.enable_nested_fields && inside.length > 0) return inside;
  const field = fields.find((known) => known.name === name);
  if (!field) throw notFound(`Could not find a field named \`${name}\` in the schema.`);
  if (!isText(field.type)) throw badRequest(`Field \`${name}\` should be a string or a string array.`);
  if (!field.index) throw badRequest(`Field \`${name}\` is marked as a non-indexed field in the schema.`);
  return [field];
}
