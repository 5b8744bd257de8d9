import { tenants } from "#platform/actor.ts";
import { alone, transaction } from "#platform/db.ts";
import { BulkResolve, type BulkResult } from "#schema/approval.ts";
import { AppError } from "#schema/errors.ts";
import { resolve } from "./index.ts";

interface Chosen {
  id: string;
  tenantId: string;
  kind: string;
  risk: string;
}

/**
 * Decides several approvals of one risk, each alone: what one refuses holds nothing else up. High risk is looked at one by one.
 * @returns a result for each, in the order of the input
 */
export async function resolveAll(input: BulkResolve): Promise<BulkResult[]> {
  const { items, ...decision } = BulkResolve.parse(input);
  const chosen = await chosenOf(items.map(({ id }) => id));
  refuseMixture(chosen);
  const results = new Map<string, BulkResult>();
  // Always in one order, so that two who decide the same at once wait for each other instead of both.
  for (const { id, contentHash } of items.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const row = chosen.find((one) => one.id === id);
    results.set(id, await resultOf(id, () => decide(row, id, { ...decision, contentHash })));
  }
  return items.flatMap(({ id }) => results.get(id) ?? []);
}

async function decide(row: Chosen | undefined, id: string, decision: Parameters<typeof resolve>[1]): Promise<void> {
  if (row && !(await mayBeMany(row)))
    throw new AppError(
      "request.illegal_transition",
      "This client wants approvals of this kind decided one by one. Open it and decide there.",
    );
  await alone(() => resolve(id, decision));
}

async function resultOf(id: string, work: () => Promise<void>): Promise<BulkResult> {
  try {
    await work();
    return { id, ok: true, error: null };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { id, ok: false, error: { code: error.code, message: error.message } };
  }
}

function refuseMixture(chosen: readonly Chosen[]): void {
  const risks = new Set(chosen.map(({ risk }) => risk));
  const message = risks.has("high")
    ? "Approvals of high risk are decided one by one. Leave them out."
    : "Choose approvals of one risk: all low, or all medium.";
  if (risks.size > 1 || risks.has("high"))
    throw new AppError("request.validation_failed", message, { fields: [{ path: "items", rule: "risk", message }] });
}

async function chosenOf(ids: readonly string[]): Promise<Chosen[]> {
  return transaction((tx) =>
    tx
      .selectFrom("approvals")
      .select(["id", "tenantId", "kind", "risk"])
      .where("tenantId", "in", tenants())
      .where("id", "in", ids)
      .execute(),
  );
}

async function mayBeMany({ tenantId, kind }: Chosen): Promise<boolean> {
  const policy = await transaction((tx) =>
    tx
      .selectFrom("approvalPolicies")
      .select("bulkAllowed")
      .where("tenantId", "=", tenantId)
      .where("kind", "=", kind)
      .executeTakeFirst(),
  );
  return policy?.bulkAllowed ?? true;
}
