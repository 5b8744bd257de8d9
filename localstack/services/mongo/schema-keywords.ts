import { MongoFailure } from "./failure.ts";
import { compareNumbers, isNumeric, type Numeric, toNumber } from "./numbers.ts";
import { arrayKeywords } from "./schema-arrays.ts";
import { type Keyword, plain, type SchemaCheck, subSchema } from "./schema-check.ts";
import { objectKeywords } from "./schema-objects.ts";
import { typeName, typeTest } from "./types.ts";
import { compareValues } from "./values.ts";

const jsonTypes: Record<string, string> = {
  object: "object",
  array: "array",
  string: "string",
  number: "number",
  boolean: "bool",
  null: "null",
};

function typed(name: string): Keyword {
  return (operand) => {
    const test = typeTest(name === "type" ? [operand].flat().map(jsonType) : operand);
    return (value) =>
      value === undefined || test(value)
        ? []
        : [
            {
              operatorName: name,
              specifiedAs: { [name]: operand },
              reason: "type did not match",
              consideredValue: value,
              consideredType: typeName(value),
            },
          ];
  };
}

function jsonType(name: unknown): string {
  const known = Object.hasOwn(jsonTypes, String(name)) ? jsonTypes[String(name)] : undefined;
  if (known) return known;
  const message =
    name === "integer"
      ? "$jsonSchema type 'integer' is not currently supported."
      : `Unknown type name alias: ${String(name)}`;
  throw new MongoFailure(name === "integer" ? 9 : 2, name === "integer" ? "FailedToParse" : "BadValue", message);
}

function bound(name: "minimum" | "maximum"): Keyword {
  const exclusive = name === "minimum" ? "exclusiveMinimum" : "exclusiveMaximum";
  const sign = name === "minimum" ? 1 : -1;
  return (operand, schema) => {
    if (!isNumeric(operand))
      throw new MongoFailure(14, "TypeMismatch", `$jsonSchema keyword '${name}' must be a number`);
    const strict = schema[exclusive] === true;
    const holds = (value: Numeric): boolean => {
      const order = sign * compareNumbers(value, operand);
      return strict ? order > 0 : order >= 0;
    };
    const specifiedAs = { [name]: operand, ...(strict ? { [exclusive]: true } : {}) };
    return (value) =>
      !isNumeric(value) || holds(value)
        ? []
        : [{ operatorName: name, specifiedAs, reason: "comparison failed", consideredValue: value }];
  };
}

function pattern(operand: unknown): SchemaCheck {
  const test = new RegExp(String(operand));
  return plain("pattern", "regular expression did not match", (value) => typeof value !== "string" || test.test(value))(
    operand,
    {},
    () => () => [],
  );
}

function combined(name: "allOf" | "anyOf" | "oneOf"): Keyword {
  return (operand, _schema, inner) => {
    if (!Array.isArray(operand) || operand.length === 0) {
      throw new MongoFailure(2, "BadValue", `$jsonSchema keyword '${name}' must be a nonempty array`);
    }
    const checks = operand.map((schema) => inner(subSchema(name, schema)));
    return (value) => {
      const results = checks.map((check, index) => ({ index, details: check(value) }));
      const failed = results.filter(({ details }) => details.length > 0);
      const met = results.length - failed.length;
      if (name === "oneOf" && met > 1) {
        const matchingSchemaIndexes = results.filter(({ details }) => details.length === 0).map(({ index }) => index);
        return [{ operatorName: name, reason: "more than one subschema matched", matchingSchemaIndexes }];
      }
      const valid = name === "allOf" ? failed.length === 0 : met > 0;
      return valid ? [] : [{ operatorName: name, schemasNotSatisfied: failed }];
    };
  };
}

const lengthReason = "specified string length was not satisfied";

/** All keywords but annotations. */
export const keywords: Record<string, Keyword> = {
  bsonType: typed("bsonType"),
  type: typed("type"),
  enum: plain("enum", "value was not found in enum", (value, list) =>
    (list as unknown[]).some((item) => compareValues(item, value) === 0),
  ),
  minimum: bound("minimum"),
  maximum: bound("maximum"),
  multipleOf: plain(
    "multipleOf",
    "considered value is not a multiple of the specified value",
    (value, step) => !isNumeric(value) || toNumber(value) % Number(step) === 0,
  ),
  minLength: plain(
    "minLength",
    lengthReason,
    (value, least) => typeof value !== "string" || [...value].length >= Number(least),
  ),
  maxLength: plain(
    "maxLength",
    lengthReason,
    (value, most) => typeof value !== "string" || [...value].length <= Number(most),
  ),
  pattern,
  allOf: combined("allOf"),
  anyOf: combined("anyOf"),
  oneOf: combined("oneOf"),
  not: (operand, _schema, inner) => {
    const check = inner(subSchema("not", operand));
    return (value) => (check(value).length > 0 ? [] : [{ operatorName: "not", reason: "child expression matched" }]);
  },
  ...objectKeywords,
  ...arrayKeywords,
};
