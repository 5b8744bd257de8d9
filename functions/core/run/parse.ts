import type * as z from "zod";

export type Parsed<T> = { ok: true; answer: T } | { ok: false; errors: string[] };

const candidatesMax = 20;

/**
 * A model's text as an answer of the schema. A code fence around the JSON and prose before or after it are tolerated, nothing
 * else. Errors are sentences of the form `data.title: what is wrong`, meant for the model.
 */
export function parseAnswer<T>(text: string, schema: z.ZodType<T>): Parsed<T> {
  const broken = text.includes("{") ? "The JSON object is broken or cut off." : "The answer holds no JSON object.";
  const { found, inside = false } = objectIn(text);
  if (found === undefined) return { ok: false, errors: [broken] };
  const result = schema.safeParse(found);
  if (result.success) return { ok: true, answer: result.data };
  // What is wrong with a part of something that does not end says nothing of the whole.
  return { ok: false, errors: inside ? [broken] : problemsOf(result.error) };
}

/** The problems of a schema check as sentences, at most 20. */
function problemsOf(error: z.ZodError): string[] {
  return error.issues.slice(0, 20).map((issue) => `${issue.path.join(".") || "answer"}: ${issue.message}`);
}

/** The first object in a text, and whether something around it was opened and never closed. */
function objectIn(text: string): { found?: object; inside?: boolean } {
  const whole = asObject(text.trim());
  if (whole) return { found: whole };
  for (const [, fenced = ""] of text.matchAll(/```(?:json)?\s*\n([\s\S]*?)\n\s*```/gi)) {
    const found = asObject(fenced);
    if (found) return { found };
  }
  let inside = false;
  let from = text.indexOf("{");
  for (let tries = 0; from >= 0 && tries < candidatesMax; tries += 1) {
    const end = closing(text, from);
    const found = end > 0 ? asObject(text.slice(from, end)) : undefined;
    if (found) return { found, inside };
    inside ||= end < 0;
    from = text.indexOf("{", from + 1);
  }
  return {};
}

function asObject(text: string): object | undefined {
  if (!text.startsWith("{") && !text.trimStart().startsWith("{")) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Index behind the brace that closes the one at `from`, or -1. Braces inside strings do not count. */
function closing(text: string, from: number): number {
  let depth = 0;
  let quoted = false;
  for (let at = from; at < text.length; at += 1) {
    const character = text[at];
    if (quoted) {
      if (character === "\\") at += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === "{") depth += 1;
    else if (character === "}") {
      depth -= 1;
      if (depth === 0) return at + 1;
    }
  }
  return -1;
}
