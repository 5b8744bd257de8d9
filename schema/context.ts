import * as z from "zod";
import type { Transition } from "./machine.ts";

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
