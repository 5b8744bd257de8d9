import * as z from "zod";
import { Time } from "./page.ts";

export const CreditEntryType = z.enum(["allocated", "topup", "reserved", "consumed", "released", "adjusted"]);
export const CreditReason = z.enum(["expired", "correction", "goodwill", "plan_change", "other"]);
export const CreditUnit = z.enum(["run", "image", "video", "email", "item", "batch", "turn"]);
export const ReservationStatus = z.enum(["held", "consumed", "released"]);
export const MoneyEntryType = z.enum(["reserved", "settled", "released", "adjusted"]);
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
