import * as z from "zod";

type Shape = Record<string, unknown>;

const words =
  "The workshop in Lisbon repairs lamps and sells parts that last. People bring what broke, and most of it is mended within a week. ";

/** The largest thing that a schema lets through: lists full, texts as long as they may be, everything optional there. */
export function largestOf(schema: z.ZodType): unknown {
  return grown(z.toJSONSchema(schema, { io: "output", unrepresentable: "any" }) as Shape, "", 1);
}

function grown(shape: Shape, name: string, at: number): unknown {
  if ("const" in shape) return shape["const"];
  const options = shape["enum"] as unknown[] | undefined;
  if (options) return options[at % options.length];
  const others = (shape["anyOf"] ?? shape["oneOf"]) as Shape[] | undefined;
  if (others) return grown(others.find(({ type }) => type !== "null") ?? {}, name, at);
  if (shape["allOf"]) return Object.assign({}, ...(shape["allOf"] as Shape[]).map((one) => grown(one, name, at)));
  switch (shape["type"]) {
    case "object": {
      const properties = Object.entries((shape["properties"] ?? {}) as Record<string, Shape>);
      if (properties.length > 0)
        return Object.fromEntries(properties.map(([key, inner]) => [key, grown(inner, key, at)]));
      const inner = shape["additionalProperties"];
      return typeof inner === "object" ? { first: grown(inner as Shape, "first", at) } : {};
    }
    case "array": {
      const many = Number(shape["maxItems"] ?? shape["minItems"] ?? 20);
      return Array.from({ length: many }, (_, index) => grown(shape["items"] as Shape, name.replace(/s$/, ""), index));
    }
    case "string":
      return textOf(shape, name, at);
    case "integer":
      return Math.min(12_345 + at, Number(shape["maximum"] ?? Number.POSITIVE_INFINITY));
    case "number":
      return Math.min(1_234.56 + at, Number(shape["maximum"] ?? Number.POSITIVE_INFINITY));
    case "boolean":
      return true;
    default:
      return "something";
  }
}

function textOf(shape: Shape, name: string, at: number): string {
  if (shape["format"] === "date") return `2026-06-${String((at % 28) + 1).padStart(2, "0")}`;
  if (name === "month") return "2026-06";
  if (name === "unit") return "sessions";
  if (/url/i.test(name)) return `https://www.example.com/shop/lamps-and-parts/${at}`;
  if (/domain/i.test(name)) return `shop-${at}.example.com`;
  if (/id$/i.test(name)) return `thg_01J9Z8Y7X6W5V4T3S2R1Q0P${String(at).padStart(3, "0")}`;
  if (/markdown|body|text|content|notes|strategy|file|extract/i.test(name) && !shape["maxLength"])
    return words.repeat(90);
  const longest = Number(shape["maxLength"] ?? 40);
  return `${at} ${words.repeat(Math.ceil(longest / words.length))}`.slice(0, longest);
}
