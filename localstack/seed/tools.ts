import { z } from "zod";
import { tools } from "#core/tool/index.ts";

/** The registry of tools. How often each may be used and whether at all stays as it was set. */
export const toolRows = () =>
  [...tools.values()].map(({ name, description, methods, writes, needsApproval, external, ratePerMinute }) => {
    const shape = (schema: z.ZodType) => z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
    const shapes = Object.entries(methods).map(([method, { input, output }]) => [
      method,
      { input: shape(input), output: shape(output) },
    ]);
    return {
      ...{ name, description, ratePerMinute, writes, external },
      methods: JSON.stringify(Object.fromEntries(shapes)),
      needsApproval: needsApproval || writes,
    };
  });
