import * as Effect from "#core/effect/index.ts";
import { cancelUnpaid } from "#core/tenant/life.ts";
import { within } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { asPlatform } from "#platform/db.ts";
import { stopChasing } from "./chase.ts";
import type { Row } from "./row.ts";
import { subject } from "./row.ts";

const batch = 100;

/** Ends sign-ups whose 30 days are over, and the workspace of one that was never paid. For a clock. @returns how many */
export async function expireDue(): Promise<number> {
  return asPlatform(async (tx) => {
    const rows = (await tx
      .selectFrom("signupSessions")
      .selectAll()
      .where("state", "not in", ["complete", "expired"])
      .where("expiresAt", "<=", new Date())
      .orderBy("id")
      .limit(batch)
      .forUpdate()
      .skipLocked()
      .execute()) as unknown as Row[];
    for (const row of rows) await end(tx, row);
    return rows.length;
  });
}

async function end(tx: Tx, row: Row): Promise<void> {
  await tx.updateTable("signupSessions").set({ state: "expired" }).where("id", "=", row.id).execute();
  await stopChasing(tx, row.id);
  const change = { before: { state: row.state }, after: { state: "expired" } };
  await Effect.audit("signup.expired", subject(row), change);
  if (!row.tenantId) return;
  await within(row.tenantId, () => cancelUnpaid(tx, "The first payment never came."));
}
