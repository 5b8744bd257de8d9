import { z } from "zod";
import { tools } from "#core/tool/index.ts";
import type { Tx } from "#platform/db.ts";
import { newId } from "#schema/ids.ts";

/** The registry of tools. How often each may be used and whether at all stays as it was set. */
export async function seedTools(tx: Tx): Promise<void> {
  for (const { name, description, methods, writes, needsApproval, external, ratePerMinute } of tools.values()) {
    const shape = (schema: z.ZodType) => z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
    const shapes = Object.entries(methods).map(([method, { input, output }]) => [
      method,
      { input: shape(input), output: shape(output) },
    ]);
    const values = {
      description,
      methods: JSON.stringify(Object.fromEntries(shapes)),
      writes,
      needsApproval: needsApproval || writes,
      external,
    };
    await tx
      .insertInto("tools")
      .values({ id: newId("tool"), name, ratePerMinute, ...values })
      .onConflict((conflict) => conflict.column("name").doUpdateSet(values))
      .execute();
  }
}
