import * as z from "zod";
import { id } from "./ids.ts";
import type { Transition } from "./machine.ts";
import { Time } from "./page.ts";

export const SequenceStatus = z.enum(["draft", "active", "paused", "archived"]);
export type SequenceStatus = z.infer<typeof SequenceStatus>;
export type SequenceVerb = "activate" | "pause" | "archive";

export const sequenceMachine: readonly Transition<SequenceStatus, SequenceVerb>[] = [
  { from: ["draft", "paused"], verb: "activate", to: "active" },
  { from: ["active"], verb: "pause", to: "paused" },
  { from: ["draft", "active", "paused"], verb: "archive", to: "archived" },
];

export const EnrollmentStatus = z.enum(["active", "paused", "completed", "exited"]);
export type EnrollmentStatus = z.infer<typeof EnrollmentStatus>;
export type EnrollmentVerb = "pause" | "resume" | "finish" | "exit";
export const ExitReason = z.enum([
  "replied",
  "unsubscribed",
  "bounced",
  "disqualified",
  "converted",
  "manual",
  "sequence_archived",
  "unreachable",
  "rule",
]);
export type ExitReason = z.infer<typeof ExitReason>;

export const enrollmentMachine: readonly Transition<EnrollmentStatus, EnrollmentVerb>[] = [
  { from: ["active"], verb: "pause", to: "paused" },
  { from: ["paused"], verb: "resume", to: "active" },
  { from: ["active"], verb: "finish", to: "completed" },
  { from: ["active", "paused"], verb: "exit", to: "exited" },
];

export const StepChannel = z.enum(["email", "task", "call_reminder"]);
export const StepRunStatus = z.enum(["scheduled", "sent", "skipped"]);

export const NurtureStep = z.strictObject({
  channel: StepChannel,
  delayHours: z.number().int().min(0).max(2_160).describe("after the end of the step before"),
  body: z.string().trim().min(5).max(2_000).describe("what the e-mail says, or what is to be done"),
});
export type NurtureStep = z.infer<typeof NurtureStep>;

export const NurtureInput = z.strictObject({
  name: z.string().trim().min(3).max(120),
  steps: z.array(NurtureStep).min(1).max(20),
});
export type NurtureInput = z.infer<typeof NurtureInput>;

export const NurtureSequence = z.object({
  id: id("nurtureSequence"),
  name: z.string(),
  version: z.number().int(),
  status: SequenceStatus,
  steps: z.array(NurtureStep),
  active: z.number().int().describe("leads that follow it now"),
  completed: z.number().int(),
  exited: z.number().int(),
  createdAt: Time,
});
export type NurtureSequence = z.infer<typeof NurtureSequence>;

export const EnrollWish = z.strictObject({ sequenceId: z.string().max(40) });
export const PauseWish = z.strictObject({
  answered: z.boolean().default(false).describe("the lead wrote back"),
});

/** A lead in a sequence, with how far each step came. */
export const Enrollment = z.object({
  id: id("nurtureEnrollment"),
  sequenceId: z.string(),
  sequenceName: z.string(),
  status: EnrollmentStatus,
  currentStepOrder: z.number().int(),
  nextStepAt: Time.nullable(),
  exitReason: ExitReason.nullable(),
  steps: z.array(
    NurtureStep.extend({
      status: StepRunStatus.nullable().describe("null while its turn has not come"),
      leadEmailId: z.string().nullable(),
      executedAt: Time.nullable(),
      errorCode: z.string().nullable(),
    }),
  ),
  createdAt: Time,
});
export type Enrollment = z.infer<typeof Enrollment>;

/** Two e-mails of sequences to one lead keep this distance. */
export const nurtureDistanceHours = 48;
/** So many e-mails of sequences a workspace has written in a day. */
export const nurturePerDay = { usual: 500, agency: 5_000 };
/** Who left a sequence does not enter it again for so many days. */
export const nurtureRestDays = 90;
/** After so many steps in a row that could not be done nobody is there. */
export const skipsMax = 3;
