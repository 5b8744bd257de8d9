import * as Effect from "#core/effect/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { type OutreachStatus, type OutreachVerb, outreachMachine } from "#schema/backlink.ts";
import { after } from "#schema/machine.ts";

/** A site whose owner is written to, as far as a move needs it. */
interface Prospect {
  id: string;
  sourceDomain: string;
  outreachStatus: OutreachStatus;
}

/** Moves a prospect that is held. @returns the state it is in then @throws request.illegal_transition */
export async function moved(
  tx: Tx,
  { id, sourceDomain: label, outreachStatus: before }: Prospect,
  verb: OutreachVerb,
  set: Record<string, unknown> = {},
): Promise<OutreachStatus> {
  const outreachStatus = after(outreachMachine, before, verb, label);
  await tx
    .updateTable("backlinks")
    .set({ outreachStatus, ...set })
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .execute();
  await Effect.audit(
    verb === "reply" ? "backlink.replied" : "backlink.updated",
    { type: "backlink", id, label },
    { before: { outreachStatus: before }, after: { outreachStatus } },
  );
  return outreachStatus;
}
