import * as z from "zod";
import { PriceUnit } from "./agent.ts";
import { id } from "./ids.ts";
import { PageQuery } from "./page.ts";
import { Currency } from "./value.ts";

const Micros = z.number().int().min(0).max(1_000_000_000_000);

/** What a model (or, of the provider `tool`, a tool) costs from a day on: millionths of the currency for a million of its units. */
export const ModelPrice = z.object({
  id: id("modelPrice"),
  provider: z.string(),
  model: z.string(),
  inputMicrosPerMtok: Micros,
  outputMicrosPerMtok: Micros,
  cachedMicrosPerMtok: Micros,
  unit: PriceUnit,
  currency: z.string(),
  usdRate: z.number(),
  validFrom: z.string(),
});
export type ModelPrice = z.infer<typeof ModelPrice>;

export const ModelPriceInput = z.strictObject({
  provider: z
    .string()
    .trim()
    .regex(/^[a-z][a-z0-9-]{1,40}$/, "must be a provider such as anthropic"),
  model: z.string().trim().min(1).max(100),
  inputMicrosPerMtok: Micros,
  outputMicrosPerMtok: Micros,
  cachedMicrosPerMtok: Micros,
  unit: PriceUnit.default("token"),
  currency: Currency.default("USD"),
  usdRate: z.number().positive().max(100_000).optional(),
  validFrom: z.iso.date(),
});
export type ModelPriceInput = z.infer<typeof ModelPriceInput>;

export const ModelPriceFilter = z.strictObject({
  ...PageQuery.shape,
  provider: z.string().max(60).optional(),
  model: z.string().max(100).optional(),
});
export type ModelPriceFilter = z.infer<typeof ModelPriceFilter>;
