import type { Actor } from "#platform/actor.ts";
import { current, origin, provide } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { AppError } from "#schema/errors.ts";
import { isClosed } from "#schema/tenant.ts";
import { sessionUntil } from "./session.ts";
import { tenantOf } from "./token.ts";

export type LinkActor = Extract<Actor, { kind: "link" }>;

/**
 * The actor behind a signed link. `session` is what the browser got for the mailed code; with it the link may decide.
 * @throws link.link_expired for a link that has ended, was withdrawn or never was: the three are not told apart
 */
export async function admit(token: string, session: (linkId: string) => string | undefined): Promise<LinkActor> {
  const tenantId = tenantOf(token);
  const row = tenantId ? await find(tenantId, sha256(token)) : undefined;
  const isOpen = row && !row.revokedAt && row.expiresAt.getTime() > Date.now();
  if (!tenantId || !isOpen || isClosed(row.status))
    throw new AppError("link.link_expired", "This link has ended or was withdrawn. Ask for a new one.");
  return {
    kind: "link",
    tenantId,
    linkId: row.id,
    name: row.contactName,
    approvalIds: row.items,
    canDecide: row.canDecide,
    verified: (await sessionUntil(row.id, session(row.id))) !== null,
  };
}

/** The link at work, or `auth.unauthenticated`. */
export function self(): LinkActor {
  const actor = current();
  if (actor.kind === "link") return actor;
  throw new AppError("auth.unauthenticated", "Open the link from your mail.");
}

function find(tenantId: string, tokenHash: string) {
  return provide({ kind: "system", tenantId, name: "approval-link" }, origin(), () =>
    transaction(async (tx) => {
      const row = await tx
        .selectFrom("approvalLinks as l")
        .innerJoin("tenants as t", "t.id", "l.tenantId")
        .select(["l.id", "l.contactName", "l.canDecide", "l.expiresAt", "l.revokedAt", "t.status"])
        .where("l.tenantId", "=", tenantId)
        .where("l.tokenHash", "=", tokenHash)
        .executeTakeFirst();
      if (!row) return undefined;
      const items = await tx
        .selectFrom("approvalLinkItems")
        .select("approvalId")
        .where("tenantId", "=", tenantId)
        .where("approvalLinkId", "=", row.id)
        .orderBy("approvalId")
        .execute();
      return { ...row, items: items.map(({ approvalId }) => approvalId) };
    }),
  );
}
