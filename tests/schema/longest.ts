import { z } from "zod";

interface Shape {
  type?: string;
  enum?: unknown[];
  const?: unknown;
  anyOf?: Shape[];
  format?: string;
  maxLength?: number;
  maximum?: number;
  maxItems?: number;
  items?: Shape;
  properties?: Record<string, Shape>;
}

/** The largest value a schema accepts: longest texts, most items, highest numbers. Texts of a pattern need their own sample. */
export function longest(schema: z.ZodType, own: Record<string, unknown> = {}): Record<string, unknown> {
  const shape = shapeOf(schema);
  const fields = Object.entries(shape.properties ?? {}).filter(([name]) => !(name in own));
  return { ...Object.fromEntries(fields.map(([name, field]) => [name, largest(field)])), ...own };
}

/** Names and limits of the top-level texts of a schema that have one, without those of a pattern or format. */
export function textLimits(schema: z.ZodType): [string, number][] {
  return Object.entries(shapeOf(schema).properties ?? {}).flatMap(([name, field]) => {
    const text = field.anyOf?.find((part) => part.type === "string") ?? field;
    if (text.type !== "string" || text.maxLength === undefined || text.enum || "pattern" in text || text.format)
      return [];
    return [[name, text.maxLength]];
  });
}

function shapeOf(schema: z.ZodType): Shape {
  return z.toJSONSchema(schema, { io: "input" }) as Shape;
}

function largest(shape: Shape): unknown {
  if (shape.anyOf) return largest(shape.anyOf.find((part) => part.type !== "null") ?? {});
  if (shape.enum) return shape.enum[0];
  switch (shape.type) {
    case "string":
      return text(shape);
    case "integer":
    case "number":
      return shape.maximum;
    case "boolean":
      return true;
    case "array":
      return Array.from({ length: shape.maxItems ?? 1 }, () => largest(shape.items ?? {}));
    case "object":
      return Object.fromEntries(Object.entries(shape.properties ?? {}).map(([name, field]) => [name, largest(field)]));
    default:
      return null;
  }
}

function text({ format, maxLength = 20 }: Shape): string {
  if (format === "date") return "2026-07-31";
  if (format === "uri") return `https://example.com/${"a".repeat(maxLength - 20)}`;
  if (format === "email") return `${"a".repeat(60)}@${"b".repeat(60)}.example.com`;
  return "a".repeat(maxLength);
}
