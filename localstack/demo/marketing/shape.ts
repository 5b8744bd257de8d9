import type { LessonData } from "#schema/memory.ts";

/** What a demo client has planned and made beside its blog. Dates are days from today, money is in minor units. */
export interface DemoMarketing {
  slug: string;
  brand: {
    colors: readonly { label: string; value: string }[];
    fonts: readonly string[];
    guideline: string;
  };
  competitors: readonly { name: string; domain: string; intensity: "low" | "medium" | "high"; notes: string }[];
  baseline: {
    sessions: number;
    organicSessions: number;
    newsletterReaders: number;
    openRatePct: number;
    followers: number;
  };
  budget: { monthlyMinor: number; horizonMonths: 3 | 6 | 12; split: Record<string, number> };
  research: readonly { kind: "client" | "competitor" | "topic"; title: string; body: string }[];
  strategy: { title: string; summary: string; body: string; channels: readonly string[] };
  goals: readonly DemoGoal[];
  postsPerMonth: number;
  actionItems: readonly { title: string; description: string; doer: string }[];
  dates: readonly { kind: "pinned" | "blackout" | "holiday"; title: string; from: number; days: number }[];
  social: readonly DemoSocialPost[];
  page: {
    name: string;
    slug: string;
    headline: string;
    problem: string;
    solution: string;
    callToAction: string;
    features: readonly { title: string; text: string }[];
    faq: readonly { q: string; a: string }[];
  };
  newsletter: { subject: string; preview: string; body: string; readers: number };
  ad: { name: string; url: string; headlines: readonly string[]; descriptions: readonly string[] };
  /** What people's edits of the page and the newsletter have taught their writers. */
  memories: readonly { of: "page" | "newsletter"; point: string; lesson: string; data: LessonData }[];
}

export interface DemoGoal {
  title: string;
  metric: string;
  unit: string;
  direction: "up" | "down";
  baseline: number;
  target: number;
  /** One measure a month, oldest first. */
  measures: readonly number[];
}

export interface DemoSocialPost {
  platform: "instagram" | "facebook" | "linkedin";
  contentType: "educational" | "promotional" | "engagement" | "behind-the-scenes";
  format: "static" | "carousel" | "text";
  hook: string;
  body: string;
  hashtags: readonly string[];
  status: "published" | "client_review" | "dm_review" | "scheduled";
  day: number;
}
