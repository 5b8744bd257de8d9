import { sectionsOf } from "#agents/offline/sections.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";

/** The context file in force: what every agent is told about the client. Undefined before the first one is approved. */
export async function inForce(tx: Tx): Promise<{ id: string; body: string } | undefined> {
  return tx
    .selectFrom("contextFiles")
    .select(["id", "body"])
    .where("tenantId", "=", tenant())
    .where("status", "=", "approved")
    .executeTakeFirst();
}

/** Whom the context file in force names as the client's audience; empty where it names nobody. */
export async function audienceOf(tx: Tx): Promise<string> {
  const context = await inForce(tx);
  return sectionsOf(context?.body ?? "").get("audience") ?? "";
}
