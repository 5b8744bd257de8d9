import * as Effect from "#core/effect/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { termMachine } from "#schema/campaign-results.ts";
import { after } from "#schema/machine.ts";
import { type Batch, type Change, changesOf, moveBatch, setChange } from "./recommend.ts";

/**
 * Writes down what the account has of the changes that were sent: `there`, or all of them where nobody could tell one from another.
 * What the account refused is failed; what no account takes stays for people.
 */
export async function apply(
  tx: Tx,
  row: Batch,
  sent: readonly string[],
  there: readonly string[] = sent,
): Promise<void> {
  const changes = (await changesOf(tx, row.id)).filter(({ id, status }) => status === "open" && sent.includes(id));
  for (const change of changes) {
    const isThere = there.includes(change.id);
    await setChange(tx, change.id, isThere ? { status: "applied", appliedAt: new Date() } : { status: "failed" });
    if (!isThere) continue;
    await Effect.audit(
      "recommendation.applied",
      { type: "recommendation", id: change.id, label: change.title },
      { before: { value: change.from }, after: { value: change.to } },
    );
    if (change.kind === "keyword") await pushed(tx, change);
    if (row.adCopyId) await keepState(tx, row.adCopyId, change);
    if (row.mappingId && change.kind === "pause") await keepLink(tx, row.mappingId, change);
  }
  await moveBatch(tx, row, "apply");
}

// A word taken back may be decided anew.
async function pushed(tx: Tx, { externalId, action }: Change): Promise<void> {
  const row = await tx
    .selectFrom("searchTermClassifications")
    .select("status")
    .where("tenantId", "=", tenant())
    .where("id", "=", externalId)
    .forUpdate()
    .executeTakeFirst();
  if (!row) return;
  const verb = action.startsWith("add") ? "push" : "take_back";
  await tx
    .updateTable("searchTermClassifications")
    .set({ status: after(termMachine, row.status as "dm_reviewed" | "pushed", verb, "The term") })
    .where("tenantId", "=", tenant())
    .where("id", "=", externalId)
    .execute();
}

async function keepState(tx: Tx, adCopyId: string, { action, to }: Change): Promise<void> {
  await tx
    .updateTable("adCopies")
    .set(action === "change_budget" ? { dailyBudgetMinor: Number(to) } : { running: to === "active" })
    .where("tenantId", "=", tenant())
    .where("id", "=", adCopyId)
    .execute();
  await Effect.live("content:updated", { kind: "ad_copy", id: adCopyId, status: "pushed", version: 1 });
}

async function keepLink(tx: Tx, mappingId: string, { to }: Change): Promise<void> {
  await tx
    .updateTable("campaignExternalMappings")
    .set({ externalStatus: to })
    .where("tenantId", "=", tenant())
    .where("id", "=", mappingId)
    .execute();
}
