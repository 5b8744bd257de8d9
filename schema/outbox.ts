import * as z from "zod";

/** What a change leaves behind in its own transaction. */
export const OutboxKind = z.enum(["job", "live", "audit", "notification"]);
export const SearchOp = z.enum(["upsert", "delete"]);
export const DeadLetterStatus = z.enum(["open", "redriven", "discarded"]);
export const AnswerStatus = z.enum(["in_progress", "done"]);
export const SequenceKind = z.enum(["activity"]);
