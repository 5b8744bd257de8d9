import type * as z from "zod";

/** A verb with its input schema: parses on entry, and a route can reuse `verb.schema`. */
/* @__NO_SIDE_EFFECTS__ */
export function fn<S extends z.ZodType, T>(
  schema: S,
  work: (input: z.output<S>) => Promise<T>,
): ((input: z.input<S>) => Promise<T>) & { schema: S } {
  const verb = async (input: z.input<S>): Promise<T> => work(schema.parse(input));
  return Object.assign(verb, { schema });
}
