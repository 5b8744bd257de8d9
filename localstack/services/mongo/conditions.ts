import { compareValues, type Doc, isDoc, keyOf, sameType, valuesAt } from "./values.ts";

type Test = (value: unknown) => boolean;

/**
 * A predicate for a filter made only of equality, `$in` and ranges on scalars, the filters of every hot path;
 * undefined when the filter asks for more and the query engine has to judge.
 */
export function simpleMatcher(filter: Doc): ((doc: Doc) => boolean) | undefined {
  const tests: { path: string[]; test: Test }[] = [];
  for (const [field, condition] of Object.entries(filter)) {
    const test = field.startsWith("$") ? undefined : testOf(condition);
    if (!test) return undefined;
    tests.push({ path: field.split("."), test });
  }
  return (doc) => tests.every(({ path, test }) => valuesAt(doc, path).values.some(test));
}

function testOf(condition: unknown): Test | undefined {
  if (isScalar(condition)) return equalTo(condition);
  if (!isDoc(condition) || Object.keys(condition).length !== 1) return undefined;
  const [operator, value] = Object.entries(condition)[0] ?? [];
  if (operator === "$in") return Array.isArray(value) && value.every(isScalar) ? anyOf(value) : undefined;
  if (!isScalar(value)) return undefined;
  switch (operator) {
    case "$eq":
      return equalTo(value);
    case "$gt":
      return (found) => sameType(found, value) && compareValues(found, value) > 0;
    case "$gte":
      return (found) => sameType(found, value) && compareValues(found, value) >= 0;
    case "$lt":
      return (found) => sameType(found, value) && compareValues(found, value) < 0;
    case "$lte":
      return (found) => sameType(found, value) && compareValues(found, value) <= 0;
    default:
      return undefined;
  }
}

function equalTo(value: unknown): Test {
  if (typeof value === "string") return (found) => found === value;
  const key = keyOf(value);
  return (found) => keyOf(found) === key;
}

function anyOf(values: unknown[]): Test {
  const keys = new Set(values.map(keyOf));
  return (found) => keys.has(keyOf(found));
}

function isScalar(value: unknown): boolean {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return true;
  return value instanceof Date;
}
