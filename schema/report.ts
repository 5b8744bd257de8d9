import * as z from "zod";
import { id } from "./ids.ts";
import { oneOrMany, PageQuery, Time } from "./page.ts";

export const ReportSource = z.enum(["agent", "dm_upload", "ai_generated", "scheduled"]);
export type ReportSource = z.infer<typeof ReportSource>;
export const ReportFrequency = z.enum(["weekly", "monthly"]);
export const ReportStatus = z.enum(["generating", "ready", "failed"]);
export type ReportStatus = z.infer<typeof ReportStatus>;
export const ReportContent = z.enum(["markdown", "pdf"]);

/** The chapters of a monthly report, in the order in which they stand. */
export const reportChapters = [
  { key: "summary", title: "Executive summary" },
  { key: "seo", title: "SEO" },
  { key: "social", title: "Social" },
  { key: "gbp", title: "Google Business Profile" },
  { key: "paid", title: "Paid media" },
  { key: "email", title: "E-mail" },
  { key: "leads", title: "Leads" },
  { key: "deliverables", title: "Deliverables" },
  { key: "goals", title: "Goal progress" },
  { key: "wins", title: "Wins" },
  { key: "recommendations", title: "Recommendations" },
  { key: "next", title: "Next month" },
] as const;

/** Chapters that are made of figures. */
export const MeasuredChapter = z.enum(["seo", "social", "gbp", "paid", "email", "leads", "deliverables"]);
export type MeasuredChapter = z.infer<typeof MeasuredChapter>;

/** Longest time of a report, in days. */
export const reportDaysMax = 366;

/** A number of a report: where it comes from, and beside it that of the time before. */
export const ReportFigure = z.object({
  name: z.string().max(120),
  source: z.string().max(120).describe("the channel or table it was counted in"),
  unit: z.string().max(40),
  current: z.number().nullable().describe("null: nothing was measured"),
  previous: z.number().nullable(),
  changePct: z.number().nullable(),
});
export type ReportFigure = z.infer<typeof ReportFigure>;

export const ReportGoal = z.object({
  title: z.string(),
  unit: z.string(),
  baseline: z.number().nullable(),
  target: z.number(),
  current: z.number().nullable(),
  progressPct: z.number().nullable(),
  dueOn: z.string(),
  status: z.string(),
});
export type ReportGoal = z.infer<typeof ReportGoal>;

/** The figures of a time, as they were when the report was begun. */
export const ReportFigures = z.object({
  from: z.string(),
  to: z.string(),
  chapters: z.array(
    z.object({
      key: MeasuredChapter,
      connected: z.boolean(),
      figures: z.array(ReportFigure).max(120),
      /** What was made or published, by its name. */
      items: z.array(z.string().max(200)).max(30),
    }),
  ),
  goals: z.array(ReportGoal).max(50),
});
export type ReportFigures = z.infer<typeof ReportFigures>;

export const ReportSection = z.object({ title: z.string(), body: z.string() });
export type ReportSection = z.infer<typeof ReportSection>;
export const ReportAdvice = z.object({ title: z.string(), detail: z.string() });
export const NumberUsed = z.object({ name: z.string(), value: z.number() });

export const Report = z.object({
  id: id("report"),
  label: z.string(),
  period: z.string(),
  startsOn: z.string(),
  endsOn: z.string(),
  source: ReportSource,
  status: ReportStatus,
  contentType: ReportContent,
  summary: z.string().nullable(),
  prompt: z.string().nullable().describe("what was asked for"),
  requestedBy: z.string().nullable(),
  activityId: z.string().nullable(),
  failureMessage: z.string().nullable(),
  createdAt: Time,
});
export type Report = z.infer<typeof Report>;

export const ReportDetail = Report.extend({
  content: z.string().nullable().describe("Markdown"),
  sections: z.array(ReportSection),
  highlights: z.array(z.string()),
  recommendations: z.array(ReportAdvice),
  numbersUsed: z.array(NumberUsed).describe("each number of the text, by name"),
  figures: ReportFigures.nullable().describe("everything that was counted for it"),
});
export type ReportDetail = z.infer<typeof ReportDetail>;

export const ReportQuery = z.strictObject({
  ...PageQuery.shape,
  source: oneOrMany(ReportSource),
  status: oneOrMany(ReportStatus),
  from: z.iso.date().optional().describe("reports of a time that ends on this day or later"),
  to: z.iso.date().optional().describe("reports of a time that begins on this day or before"),
});
export type ReportQuery = z.infer<typeof ReportQuery>;

export const MonthlyReportOrder = z.strictObject({
  month: z
    .string()
    .regex(/^20\d\d-(?:0[1-9]|1[0-2])$/, "must be a month, YYYY-MM")
    .optional()
    .describe("the last whole month where none is given"),
});
export type MonthlyReportOrder = z.infer<typeof MonthlyReportOrder>;

export const ReportOrder = z
  .strictObject({
    prompt: z.string().trim().min(10).max(2_000),
    label: z.string().trim().min(3).max(120),
    startDate: z.iso.date(),
    endDate: z.iso.date(),
  })
  .refine(({ startDate, endDate }) => startDate <= endDate, {
    path: ["endDate"],
    message: "must not be before startDate",
  })
  .refine(({ startDate, endDate }) => (Date.parse(endDate) - Date.parse(startDate)) / 86_400_000 < reportDaysMax, {
    path: ["endDate"],
    message: `must be within ${reportDaysMax} days of startDate`,
  });
export type ReportOrder = z.infer<typeof ReportOrder>;
