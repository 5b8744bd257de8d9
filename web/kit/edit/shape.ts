import * as z from "zod";

/** The part of a shape that a form is made of. */
export interface Shape {
  type?: string;
  properties?: Record<string, Shape>;
  required?: string[];
  items?: Shape;
  minItems?: number;
  maxItems?: number;
  minLength?: number;
  maxLength?: number;
  enum?: (string | number)[];
  const?: string | number;
  anyOf?: Shape[];
}

/** The fields of a zod object and their bounds. */
export function shapeOf(schema: z.ZodObject): Shape {
  return z.toJSONSchema(schema) as Shape;
}

/** An empty value of a shape, as a new entry of a list begins. */
export function blankOf(shape: Shape): unknown {
  if (shape.properties)
    return Object.fromEntries(
      Object.entries(shape.properties)
        .filter(([name]) => shape.required?.includes(name))
        .map(([name, part]) => [name, blankOf(part)]),
    );
  if (shape.items) return [];
  return shape.enum?.[0] ?? "";
}

/** What does not fit, by place. */
export function problemsOf(schema: z.ZodObject, words: unknown): Record<string, string> {
  const parsed = schema.safeParse(words);
  if (parsed.success) return {};
  return Object.fromEntries(parsed.error.issues.map(({ path, message }) => [path.join("."), sentence(message)]));
}

const sentence = (message: string): string =>
  `${message.charAt(0).toUpperCase()}${message.slice(1).replace(/\.$/, "")}.`;
