import * as z from "zod";
import { AssetKind, AssetSource, ReadingLevel } from "./brand.ts";
import { Crawl } from "./crawl.ts";
import { id } from "./ids.ts";
import type { Transition } from "./machine.ts";
import { Time } from "./page.ts";
import { Color, Currency, Domain } from "./value.ts";

export const OnboardingStatus = z.enum(["open", "launched", "completed"]);
export type OnboardingStatus = z.infer<typeof OnboardingStatus>;
/** The seven steps of the wizard, in order. */
export const OnboardingStepName = z.enum([
  "channels",
  "brand_voice",
  "brand_assets",
  "documents",
  "baseline",
  "budget",
  "launch",
]);
export type OnboardingStepName = z.infer<typeof OnboardingStepName>;
export const StepState = z.enum(["pending", "done", "skipped"]);
export type StepState = z.infer<typeof StepState>;
export type OnboardingVerb = "launch" | "complete";

export const onboardingMachine: readonly Transition<OnboardingStatus, OnboardingVerb>[] = [
  { from: ["open"], verb: "launch", to: "launched" },
  { from: ["launched"], verb: "complete", to: "completed" },
];
export type StepVerb = "complete" | "skip" | "reopen";

export const onboardingStepMachine: readonly Transition<StepState, StepVerb>[] = [
  { from: ["pending", "done", "skipped"], verb: "complete", to: "done" },
  { from: ["pending"], verb: "skip", to: "skipped" },
  { from: ["done", "skipped"], verb: "reopen", to: "pending" },
];

const text = (max: number) => z.string().trim().max(max);
const amount = z.number().min(0);
const Numbers = (...names: [string, ...string[]]) => z.partialRecord(z.enum(names), amount).default({});

/** What each step of the wizard takes; everything may be left out. Numbers are counts, rates in percent, money in whole units. */
export const stepInputs = {
  channels: z.strictObject({}),
  brand_voice: z.strictObject({
    tone: z.array(text(40).min(2)).min(1).max(5),
    personality: text(1_000).default(""),
    style: text(2_000).default(""),
    dos: z.array(text(200).min(2)).max(50).default([]),
    donts: z.array(text(200).min(2)).max(50).default([]),
    bannedWords: z.array(text(80).min(1)).max(200).default([]),
    languages: z.array(text(20).min(2)).min(1).max(5),
    sampleTexts: z.array(text(5_000).min(1)).max(5).default([]),
    readingLevel: ReadingLevel.default("general"),
  }),
  brand_assets: z.strictObject({
    colours: z
      .array(z.strictObject({ role: z.enum(["primary", "secondary", "accent", "background", "text"]), hex: Color }))
      .max(8)
      .default([]),
    fonts: z
      .array(z.strictObject({ role: z.enum(["heading", "body"]), family: text(60).min(1) }))
      .max(4)
      .default([]),
    imageStyle: text(1_000).default(""),
    avoid: text(1_000).default(""),
  }),
  documents: z.strictObject({}),
  baseline: z.strictObject({
    traffic: Numbers("sessions", "organicSessions", "leads", "conversionRatePct"),
    ads: Numbers("googleSpend", "googleCpa", "metaSpend", "metaCpa", "linkedinSpend", "linkedinCpa"),
    social: Numbers("facebookFollowers", "instagramFollowers", "linkedinFollowers", "engagementRatePct"),
    email: Numbers("listSize", "openRatePct"),
  }),
  budget: z.strictObject({
    monthlyMinor: z.number().int().min(0),
    currency: Currency,
    adSharePct: z.number().min(0).max(100).default(0),
    flexible: z.boolean().default(false),
    horizonMonths: z.union([z.literal(3), z.literal(6), z.literal(12)]).default(6),
  }),
} as const;
export type DataStep = keyof typeof stepInputs;
export const DataStep = z.enum(Object.keys(stepInputs) as [DataStep, ...DataStep[]]);

/** What begins the setup: competitors to watch, and which research is done. */
export const Launch = z.strictObject({
  competitors: z
    .array(z.strictObject({ name: text(120).min(2), domain: Domain }))
    .max(6)
    .default([]),
  research: z
    .strictObject({ client: z.boolean(), competitor: z.boolean() })
    .default({ client: true, competitor: true }),
});
export type Launch = z.infer<typeof Launch>;

export const WizardStep = z.object({
  step: OnboardingStepName,
  status: StepState,
  data: z.record(z.string(), z.unknown()),
  doneAt: Time.nullable(),
});
export type WizardStep = z.infer<typeof WizardStep>;

/** The wizard as its screen shows it. */
export const Wizard = z.object({
  status: OnboardingStatus.nullable().describe("null: nothing is open, the setup was done before"),
  steps: z.array(WizardStep),
});
export type Wizard = z.infer<typeof Wizard>;

/** Fields of the baseline (`traffic.sessions`) that connected channels can answer. */
export const MeasuredBaseline = z.object({
  items: z.array(z.object({ field: z.string(), value: z.number(), channelName: z.string() })),
});
export type MeasuredBaseline = z.infer<typeof MeasuredBaseline>;

/** What a logo may be. */
export const logoMimes = ["image/png", "image/jpeg", "image/webp"] as const;
export const logoBytesMax = 2 * 1_024 ** 2;
export const LogoUpload = z.strictObject({ uploadId: id("upload") });
export type LogoUpload = z.infer<typeof LogoUpload>;

/** What is known of the brand before its step is filled in, and the site it was read from. */
export const FoundBrand = z.object({
  assets: z.array(
    z.object({
      kind: AssetKind,
      label: z.string(),
      value: z.string().nullable(),
      source: AssetSource,
      confidence: z.number().nullable().describe("0 to 1, of what a crawl found"),
    }),
  ),
  site: z.object({ channelId: z.string(), url: z.string(), crawl: Crawl.nullable() }).nullable(),
});
export type FoundBrand = z.infer<typeof FoundBrand>;
