import * as z from "zod";
import { id } from "./ids.ts";
import type { Transition } from "./machine.ts";
import { ActorRef } from "./value.ts";

export const AnomalyPeriod = z.enum(["daily", "weekly", "monthly"]);
export const AnomalyDirection = z.enum(["spike", "drop"]);
export const Severity = z.enum(["critical", "warning", "info"]);
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
  status: AnomalyStatus,
  decidedBy: ActorRef.nullable(),
  runId: id("run").nullable(),
});
