import { MongoFailure } from "./failure.ts";
import { type Doc, isDoc } from "./values.ts";

/** What a value violates, as `errInfo` lists it; empty when it is valid. */
export type SchemaCheck = (value: unknown) => Doc[];

/** Compiles one keyword; `schema` holds its companions and `inner` compiles sub-schemas. */
export type Keyword = (operand: unknown, schema: Doc, inner: (schema: Doc) => SchemaCheck) => SchemaCheck;

/** A keyword that judges a value by itself; values of another kind pass. */
export function plain(name: string, reason: string, holds: (value: unknown, operand: unknown) => boolean): Keyword {
  return (operand) => (value) =>
    holds(value, operand)
      ? []
      : [{ operatorName: name, specifiedAs: { [name]: operand }, reason, consideredValue: value }];
}

/** A sub-schema, or what a real server answers to something else. */
export function subSchema(name: string, value: unknown): Doc {
  if (isDoc(value)) return value;
  throw new MongoFailure(14, "TypeMismatch", `$jsonSchema keyword '${name}' must be an object`);
}
