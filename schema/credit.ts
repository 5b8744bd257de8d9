import { z } from "zod";
import { Time } from "./page.ts";

export const CreditEntryType = z.enum(["allocated", "topup", "reserved", "consumed", "released", "adjusted"]);
/** Credits leave the API as numbers with at most two decimals; inside they are integer hundredths. */
export const CreditBalance = z.object({
  monthly: z.number(),
  available: z.number(),
  topup: z.number(),
  reserved: z.number(),
  consumed: z.number(),
  effective: z.number(),
  nextResetAt: Time,
});
export type CreditBalance = z.infer<typeof CreditBalance>;

export const CreditEntry = z.object({
  id: z.string(),
  type: CreditEntryType,
  amount: z.number(),
  balanceAfter: z.number(),
  reservedAfter: z.number(),
  rateKey: z.string().nullable(),
  activityId: z.string().nullable(),
  runId: z.string().nullable(),
  createdAt: Time,
});
export type CreditEntry = z.infer<typeof CreditEntry>;
