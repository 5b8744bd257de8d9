import * as z from "zod";
import { id } from "./ids.ts";
import { Currency, JsonObject } from "./value.ts";

/** Marketing budget and horizon; amounts in minor units. */
export const TenantBudgetRow = z.object({
  id: id("tenantBudget"),
  monthlyMinor: z.number().int().min(0),
  currency: Currency,
  flexible: z.boolean(),
  horizonMonths: z.union([z.literal(3), z.literal(6), z.literal(12)]),
  split: JsonObject,
  validFrom: z.iso.date(),
});
