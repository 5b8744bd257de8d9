import type { DemoTenant } from "./shape.ts";

/** A tenant on its first day: no documents, no brand voice, no approved context. */
export const quillbrook: DemoTenant = {
  slug: "quillbrook",
  name: "Quillbrook Dental",
  legalName: "Quillbrook Dental Practice Ltd",
  plan: "free",
  status: "onboarding",
  industry: "Dental practice",
  country: "GB",
  timezone: "Europe/London",
  locale: "en-GB",
  currency: "GBP",
  websiteUrl: null,
  brandVoice: null,
  contextFile: null,
  audience: "Families and commuters within five miles of Quillbrook station who are looking for a new dentist.",
  sampleRequests: [],
};
