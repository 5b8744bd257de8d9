import * as z from "zod";
import { asCaller } from "#core/chat/caller.ts";
import type { Row } from "#core/chat/reads.ts";
import { AppError } from "#schema/errors.ts";
import { defineMethod, ToolFailure, type ToolMethod } from "./descriptor.ts";

const Rows = z.object({
  rows: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))),
});

/** A method that reads rows as the person who asked: what they may not see is told to be not theirs. */
export function reads<I extends z.ZodType>(
  label: string,
  description: string,
  input: I,
  read: (input: z.infer<I>) => Promise<Row[]>,
): ToolMethod {
  return defineMethod({
    description,
    input: input as z.ZodType<z.infer<I>>,
    output: Rows,
    async call(given, { runId }) {
      const rows = await asCaller(runId, () => read(given)).catch((error: unknown) => {
        if (error instanceof AppError) throw new ToolFailure("not_found", error.message);
        throw error;
      });
      if (rows.length === 0) return { output: { rows }, passages: [] };
      return {
        output: { rows },
        passages: [{ label, trust: "own", text: rows.map((row) => JSON.stringify(row)).join("\n") }],
      };
    },
  });
}

export const Limit = z.number().int().min(1).max(50).default(20);
export const Nothing = z.strictObject({});
