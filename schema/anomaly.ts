import * as z from "zod";
import { id } from "./ids.ts";
import type { Transition } from "./machine.ts";
import { PageQuery, Time } from "./page.ts";
import { ActorRef } from "./value.ts";

export const AnomalyPeriod = z.enum(["daily", "weekly", "monthly"]);
export const AnomalyDirection = z.enum(["spike", "drop"]);
export const Severity = z.enum(["critical", "warning", "info"]);
export type Severity = z.infer<typeof Severity>;
export const AnomalyStatus = z.enum(["open", "acknowledged", "dismissed"]);
export type AnomalyStatus = z.infer<typeof AnomalyStatus>;
export type AnomalyVerb = "acknowledge" | "dismiss";

export const anomalyMachine: readonly Transition<AnomalyStatus, AnomalyVerb>[] = [
  { from: ["open"], verb: "acknowledge", to: "acknowledged" },
  { from: ["open", "acknowledged"], verb: "dismiss", to: "dismissed" },
];

/** Unusual numbers, explained. */
export const AnomalyAlertRow = z.object({
  id: id("anomalyAlert"),
  metric: z.string().min(1).max(80),
  channel: z.string().min(1).max(40),
  period: AnomalyPeriod,
  periodStart: z.iso.date(),
  currentValue: z.number(),
  previousValue: z.number(),
  changePct: z.number(),
  threshold: z.number().min(0),
  direction: AnomalyDirection,
  severity: Severity,
  narrative: z.string().max(4000),
  likelyCauses: z.array(z.string()).max(20),
  suggestedAction: z.string().max(500).nullable(),
  status: AnomalyStatus,
  decidedBy: ActorRef.nullable(),
  runId: id("run").nullable(),
});

/** From which change on a number is unusual, in percent, by the length of the time. */
export const anomalyThreshold: Record<z.infer<typeof AnomalyPeriod>, number> = { daily: 50, weekly: 30, monthly: 25 };
/** Of fewer than so many nothing is unusual. */
export const anomalyBaseMin = 20;

export const AnomalyFilter = PageQuery.extend({ status: AnomalyStatus.optional(), severity: Severity.optional() });
export type AnomalyFilter = z.infer<typeof AnomalyFilter>;

export const AnomalyOrder = z.strictObject({ period: AnomalyPeriod.default("weekly") });

export const AnomalyAlert = AnomalyAlertRow.omit({ threshold: true }).extend({
  decidedBy: z.string().nullable(),
  runId: z.string().nullable(),
  createdAt: Time,
});
export type AnomalyAlert = z.infer<typeof AnomalyAlert>;
