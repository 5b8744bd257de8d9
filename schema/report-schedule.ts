import * as z from "zod";
import { id } from "./ids.ts";
import { Time } from "./page.ts";
import { ReportFrequency } from "./report.ts";

/** The report of the month that is over, or an answer to a question about the time since the last one. */
export const ReportScheduleKind = z.enum(["monthly_performance", "custom"]);

/** At most so many people get a report. */
export const recipientsMax = 20;
const Recipients = z
  .array(
    z
      .email()
      .max(254)
      .transform((address) => address.toLowerCase()),
  )
  .max(recipientsMax)
  .transform((addresses) => [...new Set(addresses)]);

const fields = {
  label: z.string().trim().min(3).max(90),
  prompt: z.string().trim().min(10).max(2_000).nullable().default(null).describe("of a custom report"),
  frequency: ReportFrequency,
  kind: ReportScheduleKind,
  recipients: Recipients.describe("get it by mail as PDF, members or not"),
  sendAtLocal: z
    .string()
    .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "must be a time such as 08:00")
    .default("08:00")
    .describe("in the zone of the client"),
  weekday: z.number().int().min(1).max(7).default(1).describe("of a weekly one, 1 is Monday"),
  monthDay: z.number().int().min(1).max(28).default(1).describe("of a monthly one"),
  enabled: z.boolean().default(true),
};

/** A standing order of reports. */
export const ReportScheduleInput = z
  .strictObject(fields)
  .refine(({ kind, prompt }) => (kind === "custom") === (prompt !== null), {
    path: ["prompt"],
    message: "A custom report answers a question; the one of a month needs none.",
  })
  .refine(({ kind, frequency }) => kind === "custom" || frequency === "monthly", {
    path: ["frequency"],
    message: "The report of a month comes once a month.",
  });
export type ReportScheduleInput = z.infer<typeof ReportScheduleInput>;

export const ReportSchedule = z.object({
  id: id("reportSchedule"),
  label: z.string(),
  kind: ReportScheduleKind,
  frequency: ReportFrequency,
  prompt: z.string().nullable(),
  recipients: z.array(z.string()),
  sendAtLocal: z.string(),
  weekday: z.number().int().nullable(),
  monthDay: z.number().int().nullable(),
  enabled: z.boolean(),
  nextRunAt: Time,
  lastProblem: z.string().nullable().describe("why the last one was not ordered"),
  rowVersion: z.number().int(),
});
export type ReportSchedule = z.infer<typeof ReportSchedule>;

/** To whom a report is mailed as PDF. */
export const ReportSend = z.strictObject({ to: Recipients.refine((to) => to.length > 0, "Name somebody.") });
