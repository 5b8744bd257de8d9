import * as z from "zod";
import { id } from "./ids.ts";
import type { Transition } from "./machine.ts";
import { Time } from "./page.ts";

export const ContextStatus = z.enum(["draft", "pending_review", "approved", "rejected", "archived"]);
export type ContextStatus = z.infer<typeof ContextStatus>;

export type ContextVerb = "submit" | "approve" | "edit" | "reject" | "regenerate" | "fail" | "supersede";

export const contextMachine: readonly Transition<ContextStatus, ContextVerb>[] = [
  { from: ["draft"], verb: "submit", to: "pending_review" },
  { from: ["pending_review"], verb: "approve", to: "approved" },
  { from: ["pending_review"], verb: "edit", to: "pending_review" },
  { from: ["pending_review"], verb: "reject", to: "rejected" },
  { from: ["rejected"], verb: "regenerate", to: "draft" },
  { from: ["draft"], verb: "fail", to: "archived" },
  { from: ["approved"], verb: "supersede", to: "archived" },
];

/** A version of the context file in a list. */
export const ContextVersion = z.object({
  id: id("contextFile"),
  version: z.number().int(),
  status: ContextStatus,
  changeNote: z.string().nullable(),
  rejectionNote: z.string().nullable(),
  approvedAt: Time.nullable(),
  createdAt: Time,
});
export type ContextVersion = z.infer<typeof ContextVersion>;

export const ContextFile = ContextVersion.extend({ body: z.string(), runId: z.string().nullable() });
export type ContextFile = z.infer<typeof ContextFile>;

/** The version in force or, before there is one, the newest; with all versions, newest first. */
export const ContextFiles = z.object({ file: ContextFile.nullable(), versions: z.array(ContextVersion) });
export type ContextFiles = z.infer<typeof ContextFiles>;

export const ContextEdit = z.strictObject({
  body: z.string().trim().min(500).max(20_000),
  changeNote: z.string().trim().max(500).optional(),
});
export const RefreshNotes = z.strictObject({ notes: z.string().trim().max(4_000).optional() });
