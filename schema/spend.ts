import * as z from "zod";

/** Where provider cost lies: not yet taken, held for a call, spent. */
export const SpendAccount = z.enum(["budget", "held", "spent"]);
export type SpendAccount = z.infer<typeof SpendAccount>;
export const SpendEntryType = z.enum(["reserved", "settled", "released"]);
export type SpendEntryType = z.infer<typeof SpendEntryType>;
/** A hold is open until its call is measured, and settled with its run. */
export const SpendHoldStatus = z.enum(["held", "measured", "settled"]);

/** Per cent of an allowance at which people are told, once a period each. */
export const thresholds = [50, 80, 90, 100] as const;
export type Threshold = (typeof thresholds)[number];

/** Provider cost is capped in this currency. */
export const capCurrency = "USD";
/** Millionths in one minor unit. */
export const microsPerMinor = 10_000;

/** Provider cost of a client's month against its cap, in minor units; only the agency sees more than the cap. */
export const SpendBalance = z.object({
  month: z.string(),
  currency: z.string(),
  capMinor: z.number().int(),
  spentMinor: z.number().int().nullable(),
  heldMinor: z.number().int().nullable(),
});
export type SpendBalance = z.infer<typeof SpendBalance>;

export const SpendCapInput = z.strictObject({ capMinor: z.number().int().min(0).max(100_000_000) });

/** What all clients together may cost in a day; null: no cap. */
export const PlatformSpend = z.object({
  day: z.string(),
  currency: z.string(),
  capMinor: z.number().int().nullable(),
  committedMinor: z.number().int(),
});
export type PlatformSpend = z.infer<typeof PlatformSpend>;
export const PlatformCapInput = z.strictObject({ capMinor: z.number().int().min(0).max(1_000_000_000).nullable() });

/** The breaker of an agent: after so many final failures within the window it rests, then one run tries. */
export const breaker = { failuresMax: 5, windowMs: 60 * 60_000, restMs: 30 * 60_000 } as const;
