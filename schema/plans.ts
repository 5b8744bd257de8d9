import type { Plan } from "./tenant.ts";

/** What a plan allows: monthly credits in hundredths, dataset files and bytes, provider cost cap in minor units of USD. */
export const plans: Record<Plan, { credits: number; files: number; bytes: number; spendCapMinor: number }> = {
  free: { credits: 2_000, files: 50, bytes: 200 * 1024 ** 2, spendCapMinor: 500 },
  pro: { credits: 5_000, files: 500, bytes: 2 * 1024 ** 3, spendCapMinor: 5_000 },
  agency: { credits: 20_000, files: 2_000, bytes: 10 * 1024 ** 3, spendCapMinor: 25_000 },
  enterprise: { credits: 100_000, files: 10_000, bytes: 100 * 1024 ** 3, spendCapMinor: 100_000 },
};

/** Price of a kind of run in hundredths of a credit. */
export const creditRates = { content_brief: 100, blog_post: 200 } as const;
export type CreditRateKey = keyof typeof creditRates;
