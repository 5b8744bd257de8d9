import { landingPageMachine } from "./landing-page.ts";
import { allows } from "./machine.ts";
import { newsletterMachine } from "./newsletter.ts";
import type { PieceType } from "./piece.ts";

/** Texts beside the blog that people word by hand. */
export type EditedType = PieceType | "social_post" | "gbp_post";

/** The states in which a text may be worded by hand. The status of a set of ads says nothing of its approvals. */
const open: Record<EditedType, (status: string) => boolean> = {
  landing_page: (status) => allows<string, string>(landingPageMachine, status, "edit"),
  newsletter: (status) => allows<string, string>(newsletterMachine, status, "edit"),
  ad_copy: (status) => status === "approved",
  social_post: (status) => status === "dm_review",
  gbp_post: (status) => status === "approved",
};

const begun = "It is on its way out.";
const unknown = "Nobody knows whether it arrived. Say first whether it is out.";
const line = "It is in line to be sent. Take it out of line first.";
const out = "It is out. What is out is not changed here.";
const back = "It was sent back, and is written again.";
const unsent = "It could not be sent. Send it again, or have it written again.";
const failed = "What was last tried with it failed. That has to be tried again first.";
const why: Record<string, string> = {
  ...{ drafting: "It is being written.", generating: "It is being written.", draft: "It is being written." },
  ...{ dm_rejected: back, client_rejected: back, rejected: back },
  ...{ dm_approved: "Its text is approved; its pictures are next.", design_pending: "Its text is approved." },
  ...{ client_review: "The client decides it now. To change it, it has to be sent back." },
  ...{ client_approved: "The client approved it as it stands.", scheduled: line },
  ...{ sending: begun, publishing: begun, pushing: begun, send_unknown: unknown, publish_unknown: unknown },
  ...{ sent: out, published: out, pushed: out, publish_failed: unsent, failed, archived: "It is archived." },
};

/** Why a text cannot be worded by hand now, as a sentence; null where it can. `isInLine`: it waits for its time to be sent. */
export function editLock(type: EditedType, status: string, isInLine = false): string | null {
  if (isInLine) return line;
  if (open[type](status)) return null;
  return why[status] ?? `It is ${status.replaceAll("_", " ")}.`;
}
