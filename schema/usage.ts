import * as z from "zod";
import { PageQuery } from "./page.ts";

/** What figures of use are told by. */
export const UsageGroup = z.enum(["tenant", "agent", "activity", "model", "day"]);
export type UsageGroup = z.infer<typeof UsageGroup>;

const filters = {
  from: z.iso.date().optional(),
  to: z.iso.date().optional(),
  agent: z.string().max(60).optional(),
  model: z.string().max(100).optional(),
  activityId: z.string().max(60).optional(),
};

/** Days are inclusive, from the first of the month to today if nothing is said. */
export const UsageQuery = z.strictObject({
  ...PageQuery.shape,
  ...filters,
  groupBy: UsageGroup.default("day"),
  tenantId: z.string().max(60).optional(),
});
export type UsageQuery = z.infer<typeof UsageQuery>;
export const UsageExport = UsageQuery.omit({ limit: true, cursor: true });
export type UsageExport = z.infer<typeof UsageExport>;

/** The same of one workspace. */
export const OwnUsageQuery = UsageQuery.omit({ tenantId: true }).extend({
  groupBy: UsageGroup.exclude(["tenant"]).default("day"),
});
export const OwnUsageExport = OwnUsageQuery.omit({ limit: true, cursor: true });

const Figures = z.object({
  runs: z.number().int(),
  calls: z.number().int().describe("calls of models"),
  toolCalls: z.number().int(),
  inputTokens: z.number().int(),
  outputTokens: z.number().int(),
  cachedTokens: z.number().int(),
  credits: z.number(),
  cost: z
    .array(z.object({ currency: z.string(), micros: z.number().int() }))
    .nullable()
    .describe("what providers ask, in millionths of each currency; the agency's side only"),
});

export const UsageRow = z.object({ key: z.string(), label: z.string(), ...Figures.shape });
export type UsageRow = z.infer<typeof UsageRow>;

export const UsagePage = z.object({
  items: z.array(UsageRow),
  nextCursor: z.string().nullable(),
  totals: Figures,
  from: z.string(),
  to: z.string(),
});
export type UsagePage = z.infer<typeof UsagePage>;
