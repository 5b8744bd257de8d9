import { MongoFailure } from "./failure.ts";
import { isEqual, type Test } from "./filter-path.ts";
import { isNumeric, toNumber } from "./numbers.ts";
import { typeTest } from "./types.ts";
import { bsonType, compareValues, type Doc, sameType } from "./values.ts";

/** The test of a field operator that looks at one value. @throws MongoFailure 2 for an unknown one or a bad operand */
export function operatorTest(name: string, value: unknown, siblings: Doc): Test {
  switch (name) {
    case "$eq":
      return isEqual(value);
    case "$gt":
      return range(value, (order) => order > 0, false);
    case "$gte":
      return range(value, (order) => order >= 0, true);
    case "$lt":
      return range(value, (order) => order < 0, false);
    case "$lte":
      return range(value, (order) => order <= 0, true);
    case "$in":
      return anyOf(value);
    case "$regex":
      return expression(value, siblings["$options"]);
    case "$options":
      if (!("$regex" in siblings)) throw new MongoFailure(2, "BadValue", "$options needs a $regex");
      return () => true;
    case "$type":
      return typeTest(value);
    case "$mod":
      return modulo(value);
    default:
      throw new MongoFailure(2, "BadValue", `unknown operator: ${name}`);
  }
}

function range(bound: unknown, holds: (order: number) => boolean, inclusive: boolean): Test {
  if (bound instanceof RegExp) throw new MongoFailure(2, "BadValue", "Can't have RegEx as arg to predicate over field");
  const anyType = ["MinKey", "MaxKey"].includes(bsonType(bound) ?? "");
  const nan = isNaNumber(bound);
  return (found) => {
    if (nan || isNaNumber(found)) return inclusive && nan && isNaNumber(found);
    return (anyType || sameType(found, bound)) && holds(compareValues(found, bound));
  };
}

function isNaNumber(value: unknown): boolean {
  return isNumeric(value) && Number.isNaN(toNumber(value));
}

function anyOf(values: unknown): Test {
  if (!Array.isArray(values)) throw new MongoFailure(2, "BadValue", "$in needs an array");
  const texts = new Set(values.filter((value) => typeof value === "string"));
  const others = values
    .filter((value) => typeof value !== "string")
    .map((value) => (value instanceof RegExp ? expression(value, undefined) : isEqual(value)));
  return (found) => (typeof found === "string" && texts.has(found)) || others.some((test) => test(found));
}

function expression(value: unknown, options: unknown): Test {
  const flags = typeof options === "string" ? options : value instanceof RegExp ? value.flags : "";
  const source = value instanceof RegExp ? value.source : value;
  if (typeof source !== "string") throw new MongoFailure(2, "BadValue", "$regex has to be a string");
  const unknown = [...flags].find((flag) => !"imsu".includes(flag));
  if (unknown) throw new MongoFailure(51108, "Location51108", `invalid flag in regex options: ${unknown}`);
  const pattern = compile(source, flags);
  return (found) => {
    if (typeof found === "string") return pattern.test(found);
    return found instanceof RegExp && found.source === pattern.source && found.flags === pattern.flags;
  };
}

function compile(source: string, flags: string): RegExp {
  try {
    return new RegExp(source, [...new Set(flags)].join(""));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new MongoFailure(51091, "Location51091", `Regular expression is invalid: ${reason}`);
  }
}

function modulo(value: unknown): Test {
  if (!Array.isArray(value)) throw new MongoFailure(2, "BadValue", "malformed mod, needs to be an array");
  if (value.length < 2) throw new MongoFailure(2, "BadValue", "malformed mod, not enough elements");
  if (value.length > 2) throw new MongoFailure(2, "BadValue", "malformed mod, too many elements");
  const [divisor = Number.NaN, remainder = Number.NaN] = value.map((item) =>
    isNumeric(item) ? Math.trunc(toNumber(item)) : Number.NaN,
  );
  if (divisor === 0) throw new MongoFailure(2, "BadValue", "divisor cannot be 0");
  if (Number.isNaN(divisor)) throw new MongoFailure(2, "BadValue", "malformed mod, divisor not a number");
  return (found) => isNumeric(found) && Math.trunc(toNumber(found)) % divisor === remainder;
}
