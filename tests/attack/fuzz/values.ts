import fc from "fast-check";
import type { Schema } from "./document.ts";

const depthMax = 4;

/** Texts of code points between two numbers. fast-check's own strings prepare tables for shrinking, which takes seconds. */
function points(min: number, max: number, length: { minLength?: number; maxLength: number }): fc.Arbitrary<string> {
  return fc.array(fc.integer({ min, max }), length).map((codes) => String.fromCodePoint(...codes));
}

/** Any text at all, halves of surrogate pairs included. */
export const anyText = points(0, 0x10ffff, { maxLength: 40 });

/** Values nobody asked for, wherever a value goes. */
export const hostile: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    -1,
    0,
    1e308,
    -0,
    2 ** 53,
    0.1,
    "",
    " ",
    "\u0000",
    "a\u0000b",
    "\ud800",
    "\u202e\u2066",
    "😀".repeat(50),
    "x".repeat(10_000),
    "' or 1=1 --",
    "$\u007b7*7}{{7*7}}",
    "../../etc/passwd",
    "<script>alert(1)</script>",
    "null",
    "undefined",
    "NaN",
    "[object Object]",
    "9999-99-99",
    "2026-02-30T25:61:61Z",
    "ten_01ARZ3NDEKTSV4RRFFQ69G5FAV",
    [],
    {},
    [[[[]]]],
    { $ne: null },
    { toString: "x" },
  ),
  fc.integer(),
  fc.double(),
  anyText,
  fc.jsonValue({ maxDepth: 3 }),
  fc
    .constant(0)
    .map(() => JSON.parse('{"__proto__":{"admin":true},"constructor":{"prototype":{"admin":true}}}') as unknown),
);

/** Values that mostly fit a schema. `ids` are tried where a name speaks of an id. */
export function fitting(
  schema: Schema,
  named: Record<string, Schema>,
  ids: readonly string[],
  name = "",
  depth = 0,
): fc.Arbitrary<unknown> {
  const inner = (one: Schema, key = name) => fitting(one, named, ids, key, depth + 1);
  if (depth > depthMax) return fc.constant(null);
  if (schema.$ref) return inner(named[schema.$ref.split("/").at(-1) ?? ""] ?? {});
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const several = schema.anyOf ?? schema.oneOf ?? schema.allOf;
  if (several) return fc.oneof(...several.map((one) => inner(one)));
  const type = Array.isArray(schema.type) ? schema.type[0] : schema.type;
  switch (type) {
    case "string":
      return text(schema, ids, name);
    case "integer":
    case "number":
      return fc.integer({
        min: Math.max(schema.minimum ?? 0, -1_000),
        max: Math.min(schema.maximum ?? 1_000, 100_000),
      });
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    case "array":
      return fc.array(inner(schema.items ?? {}), {
        minLength: Math.min(schema.minItems ?? 0, 5),
        maxLength: Math.max(schema.minItems ?? 0, 3),
      });
    default:
      return object(schema, inner);
  }
}

function object(schema: Schema, inner: (one: Schema, key?: string) => fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  const model = Object.fromEntries(Object.entries(schema.properties ?? {}).map(([key, one]) => [key, inner(one, key)]));
  const required = (schema.required ?? []).filter((key) => key in model);
  return fc.record(model, { requiredKeys: required }) as fc.Arbitrary<unknown>;
}

function text(schema: Schema, ids: readonly string[], name: string): fc.Arbitrary<string> {
  if (/(^id|Id|Ids)$/.test(name)) return fc.constantFrom(...ids);
  if (schema.format === "email" || /email/i.test(name))
    return fc.constantFrom("nobody@people.test", "Someone.Else@people.test");
  if (schema.format === "uri" || /url/i.test(name))
    return fc.constantFrom("https://example.test/a", "http://127.0.0.1:1/");
  if (schema.format === "date-time")
    return fc
      .date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true })
      .map((date) => date.toISOString());
  if (schema.format === "date") return fc.constantFrom("2026-01-31", "2027-12-01");
  if (schema.pattern) return patterned(schema.pattern);
  const minLength = schema.minLength ?? 0;
  return points(0x20, 0x7e, { minLength, maxLength: Math.max(minLength, Math.min(schema.maxLength ?? 40, 60)) });
}

function patterned(pattern: string): fc.Arbitrary<string> {
  try {
    return fc.stringMatching(new RegExp(pattern));
  } catch {
    return anyText;
  }
}
