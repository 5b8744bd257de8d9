import * as z from "zod";
import { oneOrMany, PageQuery, Time } from "./page.ts";

/** Where credits lie. `free` and `held` together are what is available; `consumed` is of this period, `past` of those before. */
export const CreditAccount = z.enum(["platform", "free", "held", "consumed", "expired", "past"]);
export type CreditAccount = z.infer<typeof CreditAccount>;
export const CreditEntryType = z.enum(["allocated", "topup", "reserved", "consumed", "released", "adjusted", "closed"]);
export type CreditEntryType = z.infer<typeof CreditEntryType>;
export const CreditReason = z.enum(["expired", "correction", "goodwill", "plan_change", "other"]);
export type CreditReason = z.infer<typeof CreditReason>;
export const CreditUnit = z.enum(["run", "image", "video", "email", "item", "batch", "turn"]);
export type CreditUnit = z.infer<typeof CreditUnit>;
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
  fromAccount: CreditAccount.nullable(),
  toAccount: CreditAccount.nullable(),
  amount: z.number(),
  balanceAfter: z.number(),
  reservedAfter: z.number(),
  rateKey: z.string().nullable(),
  activityId: z.string().nullable(),
  runId: z.string().nullable(),
  reason: CreditReason.nullable(),
  note: z.string().nullable(),
  createdAt: Time,
});
export type CreditEntry = z.infer<typeof CreditEntry>;

/** The ledger, or only some of its movements. */
export const LedgerQuery = z.strictObject({ ...PageQuery.shape, type: oneOrMany(CreditEntryType) });
export type LedgerQuery = z.infer<typeof LedgerQuery>;

const Note = z.string().trim().min(10).max(500);
const Credits = z.number().min(-100_000).max(100_000).multipleOf(0.01);

/** A super admin gives or takes credits, with a reason. */
export const CreditAdjust = z.strictObject({
  amount: Credits.refine((amount) => amount !== 0, "Say how many credits; nothing changes by none."),
  reason: CreditReason.exclude(["expired"]),
  note: Note,
});
export type CreditAdjust = z.infer<typeof CreditAdjust>;

/** Credits that were paid for outside; the reference (an order, a transfer) counts once. */
export const CreditTopUp = z.strictObject({
  amount: Credits.positive(),
  reference: z.string().trim().min(4).max(100),
  note: Note.optional(),
});
export type CreditTopUp = z.infer<typeof CreditTopUp>;

export const CreditRate = z.object({
  key: z.string(),
  credits: z.number(),
  unit: CreditUnit,
  validFrom: z.string(),
});
export type CreditRate = z.infer<typeof CreditRate>;
