import { MongoFailure } from "./failure.ts";
import { type Keyword, type SchemaCheck, subSchema } from "./schema-check.ts";
import { type Doc, isDoc } from "./values.ts";

type Inner = (schema: Doc) => SchemaCheck;

function compileAll(name: string, operand: unknown, inner: Inner): [string, SchemaCheck, unknown][] {
  return Object.entries(subSchema(name, operand)).map(([property, schema]) => {
    const given = subSchema(name, schema);
    return [property, inner(given), given["description"]];
  });
}

function textList(name: string, operand: unknown): string[] {
  if (!Array.isArray(operand))
    throw new MongoFailure(14, "TypeMismatch", `$jsonSchema keyword '${name}' must be an array`);
  if (operand.length === 0)
    throw new MongoFailure(9, "FailedToParse", `$jsonSchema keyword '${name}' cannot be an empty array`);
  return operand.map(String);
}

function unsatisfied(property: string, details: Doc[], description: unknown): Doc {
  return { propertyName: property, ...(description === undefined ? {} : { description }), details };
}

function count(name: string, holds: (size: number, bound: number) => boolean): Keyword {
  return (operand) => (value) => {
    if (!isDoc(value)) return [];
    const numberOfProperties = Object.keys(value).length;
    if (holds(numberOfProperties, Number(operand))) return [];
    const reason = "specified number of properties was not satisfied";
    return [{ operatorName: name, specifiedAs: { [name]: operand }, reason, numberOfProperties }];
  };
}

/** Keywords about the fields of a document; other values pass. */
export const objectKeywords: Record<string, Keyword> = {
  required: (operand) => {
    const names = textList("required", operand);
    return (value) => {
      const missingProperties = isDoc(value) ? names.filter((name) => !Object.hasOwn(value, name)) : [];
      if (missingProperties.length === 0) return [];
      return [{ operatorName: "required", specifiedAs: { required: operand }, missingProperties }];
    };
  },

  properties: (operand, _schema, inner) => {
    const checks = compileAll("properties", operand, inner);
    return (value) => {
      if (!isDoc(value)) return [];
      const propertiesNotSatisfied = checks.flatMap(([name, check, description]) => {
        const details = Object.hasOwn(value, name) ? check(value[name]) : [];
        return details.length > 0 ? [unsatisfied(name, details, description)] : [];
      });
      return propertiesNotSatisfied.length > 0 ? [{ operatorName: "properties", propertiesNotSatisfied }] : [];
    };
  },

  patternProperties: (operand, _schema, inner) => matchedProperties(operand, inner),

  additionalProperties: (operand, schema, inner) => {
    const known = new Set(Object.keys(isDoc(schema["properties"]) ? schema["properties"] : {}));
    const patterns = Object.keys(isDoc(schema["patternProperties"]) ? schema["patternProperties"] : {});
    const matched = schema["patternProperties"] ? matchedProperties(schema["patternProperties"], inner) : () => [];
    const tests = patterns.map((pattern) => new RegExp(pattern));
    const check = isDoc(operand) ? inner(operand) : undefined;
    return (value) => {
      if (!isDoc(value)) return [];
      const extra = Object.keys(value).filter((name) => !known.has(name) && !tests.some((test) => test.test(name)));
      const specifiedAs = { additionalProperties: operand };
      const operatorName = "additionalProperties";
      if (operand === false && extra.length > 0) {
        return [...matched(value), { operatorName, specifiedAs, additionalProperties: extra }];
      }
      const failing = extra.map((name) => ({ name, details: check?.(value[name]) ?? [] }));
      const first = failing.find(({ details }) => details.length > 0);
      if (!first) return matched(value);
      const reason = "at least one additional property did not match the subschema";
      return [...matched(value), { operatorName, reason, failingProperty: first.name, details: first.details }];
    };
  },

  dependencies: (operand, _schema, inner) => {
    const rules = Object.entries(subSchema("dependencies", operand)).map(([name, rule]) => {
      if (isDoc(rule)) return { name, names: [], check: inner(rule) };
      return { name, names: textList("dependencies", rule), check: undefined };
    });
    return (value) => {
      if (!isDoc(value)) return [];
      const failingDependencies = rules.flatMap(({ name, names, check }): Doc[] => {
        if (!Object.hasOwn(value, name)) return [];
        const missingProperties = names.filter((wanted) => !Object.hasOwn(value, wanted));
        const details = check?.(value) ?? [];
        if (missingProperties.length > 0) return [{ conditionalProperty: name, missingProperties }];
        return details.length > 0 ? [{ conditionalProperty: name, details }] : [];
      });
      return failingDependencies.length > 0 ? [{ operatorName: "dependencies", failingDependencies }] : [];
    };
  },

  minProperties: count("minProperties", (size, least) => size >= least),
  maxProperties: count("maxProperties", (size, most) => size <= most),
};

function matchedProperties(operand: unknown, inner: Inner): SchemaCheck {
  const checks = compileAll("patternProperties", operand, inner).map(([pattern, check]) => ({
    pattern,
    test: new RegExp(pattern),
    check,
  }));
  return (value) => {
    if (!isDoc(value)) return [];
    const details = Object.entries(value).flatMap(([propertyName, field]) =>
      checks.flatMap(({ pattern, test, check }) => {
        const inside = test.test(propertyName) ? check(field) : [];
        return inside.length > 0 ? [{ propertyName, regexMatched: pattern, details: inside }] : [];
      }),
    );
    return details.length > 0 ? [{ operatorName: "patternProperties", details }] : [];
  };
}
