import * as Approval from "#core/approval/index.ts";
import type { Tx } from "#platform/db.ts";

/** The client's word on a campaign, whichever version it was about last: it covers that it rests, and runs, within its budget. */
export async function coverOf(tx: Tx, campaignId: string): Promise<Approval.Row | undefined> {
  return Approval.lastApproved(tx, { type: "campaign", id: campaignId }, "client");
}
