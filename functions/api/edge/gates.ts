import type { Context } from "hono";
import type { MembershipFacts } from "#core/session/index.ts";
import { AppError } from "#schema/errors.ts";

/** Methods that by themselves change nothing (RFC 9110, 9.2.1). */
export const safeMethods: readonly string[] = ["GET", "HEAD", "OPTIONS"];
/** What a client reaches before the workspace is paid for and its contract accepted: where they are, and how to go on. */
const alwaysOpen = ["GET /tenant/v1/me", "GET /dashboard/v1/payment"];
const contractRoutes = [
  "GET /dashboard/v1/contract",
  "GET /dashboard/v1/contract/pdf",
  "POST /dashboard/v1/contract/accept",
];
/** Reads that are sent as POST. */
const readsByPost = ["/v1/search"];

/** True for a request that changes nothing. */
export function isRead(c: Context): boolean {
  return safeMethods.includes(c.req.method) || (c.req.method === "POST" && readsByPost.includes(c.req.path));
}

/** Refuses a client's people until their workspace is paid for and its contract is accepted. @throws payment_required, contract_required */
export function demandOpen(c: Context, membership: MembershipFacts): void {
  const route = `${c.req.method} ${c.req.path}`;
  if (alwaysOpen.includes(route)) return;
  if (membership.paymentPending)
    throw new AppError("billing.payment_required", "The first payment of this workspace has not been confirmed yet.");
  if (membership.contractAccepted || contractRoutes.includes(route)) return;
  throw new AppError("tenant.contract_required", "Accept the contract first. An admin of the workspace can do so.");
}

/** Refuses the agency's writes for a client who has not accepted the contract. Reading stays open. @throws contract_required */
export function demandContract(c: Context, membership: MembershipFacts): void {
  if (membership.contractAccepted || isRead(c)) return;
  throw new AppError(
    "tenant.contract_required",
    "This client has not accepted the contract yet. Nothing can be started.",
  );
}
