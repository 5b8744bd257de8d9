import * as z from "zod";
import { id } from "./ids.ts";
import { DeadLetterStatus } from "./outbox.ts";
import { oneOrMany, PageQuery, Time } from "./page.ts";

/** A job that used up its attempts. Its payload is shown without what looks like a secret. */
export const DeadLetterRow = z.object({
  id: id("deadLetter"),
  queue: z.string(),
  jobId: z.string(),
  tenantId: z.string().nullable(),
  tenantName: z.string().nullable(),
  errorCode: z.string().nullable(),
  errorMessage: z.string(),
  attempts: z.number().int(),
  firstFailedAt: Time,
  lastFailedAt: Time,
  status: DeadLetterStatus,
  handledBy: z.string().nullable(),
  handledAt: Time.nullable(),
  note: z.string().nullable(),
});
export type DeadLetterRow = z.infer<typeof DeadLetterRow>;

export const DeadLetter = DeadLetterRow.extend({
  actor: z.string(),
  payload: z.unknown(),
  runId: z.string().nullable().describe("of the run it was about"),
});
export type DeadLetter = z.infer<typeof DeadLetter>;

export const DeadLetterFilter = z.strictObject({
  ...PageQuery.shape,
  status: oneOrMany(DeadLetterStatus),
  queue: z.string().max(80).optional(),
  code: z.string().max(80).optional(),
  tenantId: z.string().max(60).optional(),
});
export type DeadLetterFilter = z.infer<typeof DeadLetterFilter>;

/** So many are handled in one call. */
export const handledMax = 200;

const ByIds = z.strictObject({ ids: z.array(id("deadLetter")).min(1).max(50) });
const ByCause = z.strictObject({ queue: z.string().min(1).max(80), code: z.string().min(1).max(80) });

/** Some by their ids, or the oldest open ones of a queue that failed with the same code. */
export const DeadLetterChoice = z.union([ByIds, ByCause]);
export type DeadLetterChoice = z.infer<typeof DeadLetterChoice>;

const reason = z.string().trim().min(10).max(500);
export const DeadLetterDiscard = z.union([ByIds.extend({ reason }), ByCause.extend({ reason })]);
export type DeadLetterDiscard = z.infer<typeof DeadLetterDiscard>;

/** What became of those that were meant; the others had been handled already. */
export const DeadLettersHandled = z.object({ handled: z.number().int(), left: z.number().int() });
export type DeadLettersHandled = z.infer<typeof DeadLettersHandled>;
