import type { Plan } from "./tenant.ts";

interface Allowance {
  /** A month, in hundredths. */
  credits: number;
  files: number;
  bytes: number;
  /** Provider cost of a month in minor units of USD. */
  spendCapMinor: number;
  /** Of one API key; 0: the plan has no API keys. */
  apiRequestsPerMinute: number;
}

const gigabyte = 1024 ** 3;

/** What a plan allows. */
export const plans: Record<Plan, Allowance> = {
  free: { credits: 2_000, files: 50, bytes: 200 * 1024 ** 2, spendCapMinor: 500, apiRequestsPerMinute: 0 },
  pro: { credits: 5_000, files: 500, bytes: 2 * gigabyte, spendCapMinor: 5_000, apiRequestsPerMinute: 120 },
  agency: { credits: 20_000, files: 2_000, bytes: 10 * gigabyte, spendCapMinor: 25_000, apiRequestsPerMinute: 120 },
  enterprise: {
    credits: 100_000,
    files: 10_000,
    bytes: 100 * gigabyte,
    spendCapMinor: 100_000,
    apiRequestsPerMinute: 600,
  },
};

/** Price of a kind of run in hundredths of a credit. */
export const creditRates = { content_brief: 100, blog_post: 200 } as const;
export type CreditRateKey = keyof typeof creditRates;
