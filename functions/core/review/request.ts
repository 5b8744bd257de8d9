import * as Request from "#core/request/index.ts";
import { transaction } from "#platform/db.ts";
import { resolve } from "./index.ts";

/** Approves a request through its open approval, for the request as it stands. */
export async function approve(id: string, note?: string) {
  const approval = await transaction((tx) => Request.openApproval(tx, id));
  await resolve(approval.id, { decision: "approve", contentHash: approval.contentHash, ...(note ? { note } : {}) });
  return Request.get(id);
}

/** Declines a request through its open approval. */
export async function reject(id: string, note: string) {
  const approval = await transaction((tx) => Request.openApproval(tx, id));
  await resolve(approval.id, { decision: "reject", contentHash: approval.contentHash, note });
  return Request.get(id);
}
