import * as z from "zod";
import { id } from "./ids.ts";
import type { Transition } from "./machine.ts";
import { Time } from "./page.ts";
import { ActorRef, JsonObject, Sha256 } from "./value.ts";

export const StrategyStatus = z.enum(["draft", "pending_review", "approved", "rejected", "archived"]);
export type StrategyStatus = z.infer<typeof StrategyStatus>;
export const ReviewStage = z.enum(["dm", "client"]);
export type StrategyVerb =
  | "submit"
  | "dm_approve"
  | "approve"
  | "edit"
  | "reject"
  | "regenerate"
  | "fail"
  | "supersede";

/** Two stages: `dm_approve` moves the review to the client, `approve` is the client's. */
export const strategyMachine: readonly Transition<StrategyStatus, StrategyVerb>[] = [
  { from: ["draft"], verb: "submit", to: "pending_review" },
  { from: ["pending_review"], verb: "dm_approve", to: "pending_review" },
  { from: ["pending_review"], verb: "approve", to: "approved" },
  { from: ["pending_review"], verb: "edit", to: "pending_review" },
  { from: ["pending_review"], verb: "reject", to: "rejected" },
  { from: ["rejected"], verb: "regenerate", to: "draft" },
  { from: ["draft"], verb: "fail", to: "archived" },
  { from: ["approved"], verb: "supersede", to: "archived" },
];

/** Six-month strategy, versioned; the body is in the row or, above 256 KB, in the object store. */
export const StrategyRow = z.object({
  id: id("strategy"),
  version: z.number().int().min(1),
  status: StrategyStatus,
  reviewStage: ReviewStage.nullable(),
  title: z.string().min(1).max(200),
  summary: z.string().max(4000).nullable(),
  body: z.string().nullable(),
  s3Key: z.string().min(1).max(500).nullable(),
  sha256: Sha256,
  horizonMonths: z.number().int().min(1).max(24),
  startsOn: z.iso.date(),
  endsOn: z.iso.date(),
  recommendedChannels: z.array(z.string()).max(40),
  details: JsonObject,
  changesSummary: z.string().max(4000).nullable(),
  contextFileId: id("contextFile"),
  approvedBy: ActorRef.nullable(),
  approvedAt: Time.nullable(),
  rejectionNote: z.string().min(10).max(4000).nullable(),
  runId: id("run").nullable(),
});

/** Which inputs the strategy writer gets. */
export const StrategyConfigRow = z.object({
  id: id("strategyConfig"),
  useBaseline: z.boolean(),
  useRagBrand: z.boolean(),
  useRagCompetitor: z.boolean(),
  useConnectedChannels: z.boolean(),
});

/** A version of the strategy in a list. */
export const StrategyVersion = z.object({
  id: id("strategy"),
  version: z.number().int(),
  status: StrategyStatus,
  reviewStage: ReviewStage.nullable(),
  title: z.string(),
  summary: z.string().nullable(),
  changesSummary: z.string().nullable(),
  rejectionNote: z.string().nullable(),
  startsOn: z.string(),
  endsOn: z.string(),
  approvedAt: Time.nullable(),
  createdAt: Time,
});
export type StrategyVersion = z.infer<typeof StrategyVersion>;

/** The agency's own wording: a new version. */
export const StrategyEdit = z.strictObject({
  body: z.string().trim().min(500).max(30_000),
  changeNote: z.string().trim().max(500).optional(),
});
export type StrategyEdit = z.infer<typeof StrategyEdit>;

export const Strategy = StrategyVersion.extend({
  body: z.string(),
  pillars: z.array(z.object({ name: z.string(), sharePct: z.number() })),
  channels: z.array(z.object({ channel: z.string(), role: z.string(), priority: z.number() })),
  risks: z.array(z.string()),
  runId: z.string().nullable(),
});
export type Strategy = z.infer<typeof Strategy>;
