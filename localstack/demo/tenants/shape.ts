import type { z } from "zod";
import type { Plan, TenantStatus } from "#schema/tenant.ts";

export type BrandVoice = {
  tone: readonly string[];
  personality: readonly string[];
  style: string;
  dos: readonly string[];
  donts: readonly string[];
  bannedWords: readonly string[];
  readingLevel: "simple" | "general" | "expert";
  languages: readonly string[];
};

/** A blog request that the tenant's documents can answer. `wordCount` is 900 to 1,400. */
export type SampleRequest = {
  topic: string;
  brief: string;
  audience: string;
  targetKeyword: string;
  wordCount: number;
};

/** A demo client of the agency. `websiteUrl` is a path on the local site; `contextFile` is Markdown, absent until setup. */
export type DemoTenant = {
  slug: string;
  name: string;
  legalName: string;
  plan: Plan;
  status: z.infer<typeof TenantStatus>;
  industry: string;
  country: string;
  timezone: string;
  locale: string;
  currency: string;
  websiteUrl: string | null;
  brandVoice: BrandVoice | null;
  contextFile: string | null;
  audience: string;
  sampleRequests: readonly SampleRequest[];
};
