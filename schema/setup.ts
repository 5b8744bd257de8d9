import * as z from "zod";
import { BlockedReason } from "./activity.ts";
import { ApprovalStage } from "./approval.ts";
import { Time } from "./page.ts";

/** One step of the setup chain as people see it. */
export const SetupStep = z.object({
  name: z.enum(["website", "client_research", "competitor_research", "context_file", "strategy", "deliverable_plan"]),
  agent: z.string(),
  status: z.enum(["waiting", "running", "review", "done", "failed"]),
  runId: z.string().nullable(),
  subjectId: z.string().nullable().describe("the version that the step made"),
  blockedReason: BlockedReason.nullable(),
  waitsFor: ApprovalStage.nullable().describe("whose decision the version waits for"),
  startedAt: Time.nullable(),
  finishedAt: Time.nullable(),
  error: z.string().nullable(),
});
export type SetupStep = z.infer<typeof SetupStep>;

export const SetupState = z.object({
  status: z.enum(["none", "open", "launched", "completed"]),
  launchedAt: Time.nullable(),
  steps: z.array(SetupStep),
});
export type SetupState = z.infer<typeof SetupState>;

/** Which failed step goes on. */
export const SetupRetry = z.strictObject({
  step: z.enum(["client_research", "competitor_research", "context_file", "strategy", "deliverable_plan"]),
});
export type SetupRetry = z.infer<typeof SetupRetry>;
