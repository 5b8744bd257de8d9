import * as z from "zod";

/** Query of every list: how many, from where. */
export const PageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(25),
  cursor: z.string().max(600).optional(),
});
export type PageQuery = z.infer<typeof PageQuery>;

/** Answer of every list; `nextCursor` is null at the end. */
export function Page<T extends z.ZodType>(item: T) {
  return z.object({ items: z.array(item), nextCursor: z.string().nullable() });
}
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** ISO 8601 UTC with milliseconds, as every time leaves the API. */
export const Time = z.string().describe("ISO 8601 time, UTC");
/** A repeated query name means "or"; one value is accepted too. */
export function oneOrMany<T extends z.ZodType<string>>(value: T) {
  return z.preprocess(
    (input) => (input === undefined || Array.isArray(input) ? input : [input]),
    z.array(value).optional(),
  );
}
