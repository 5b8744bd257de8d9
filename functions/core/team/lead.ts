import { current, mark, origin, person, provide, tenants } from "#platform/actor.ts";
import { authRole } from "#platform/auth-role.ts";
import type { Tx } from "#platform/db.ts";
import { separately } from "#platform/db.ts";
import { AppError } from "#schema/errors.ts";
import { grantOf } from "#schema/permissions.ts";

/** The clients in which the actor may manage the agency's team. */
export interface Lead {
  userId: string;
  tenantIds: readonly string[];
}

/**
 * Runs work about the agency's team as its lead, over all clients the lead is assigned to, whichever is chosen. People's own
 * rows are kept by the sign-in role, so it has a transaction of that role.
 * @throws forbidden for whoever leads no client's team
 */
export async function asLead<T>(work: (tx: Tx, lead: Lead) => Promise<T>): Promise<T> {
  const actor = current();
  if (actor.kind !== "reviewer") throw new AppError("auth.forbidden", "Only the agency's admins manage its team.");
  return provide({ ...actor, active: null }, origin(), async () => {
    const tenantIds = tenants().filter((id) => {
      const own = mark(id);
      return own !== null && grantOf("team.manage", own) !== null;
    });
    if (tenantIds.length === 0)
      throw new AppError("auth.forbidden", "Only the agency's admins manage its team. Ask one of them.");
    return separately((tx) => work(tx, { userId: actor.userId, tenantIds }), authRole);
  });
}

/**
 * Runs what changes an account of the agency's people, inside `asLead`. An account belongs to no client, and neither does the
 * entry about it: it is in the platform's audit log.
 */
export function aboutAccount<T>(work: () => Promise<T>): Promise<T> {
  const { userId, name, sessionId } = person();
  return provide({ kind: "person", userId, name, sessionId }, origin(), work);
}
