import * as Effect from "#core/effect/index.ts";
import * as Plan from "#core/plan/index.ts";
import { require, tenant, within } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { TenantDetail, TenantPatch } from "#schema/admin.ts";
import type { AuditAction } from "#schema/audit.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { get } from "./read.ts";

type Row = NonNullable<Awaited<ReturnType<typeof locked>>>;

/** Which entry of the audit log a changed field belongs to. */
const actions: Record<string, AuditAction> = {
  dataPrivacyLevel: "tenant.privacy_changed",
  allowedAdapters: "tenant.adapters_changed",
  spendCapMinor: "tenant.spend_cap_changed",
};

/**
 * Changes what a super admin may change of a tenant. @throws version_mismatch when somebody changed it meanwhile, local_only
 * when adapters outside the machine are allowed to a tenant that keeps to it
 */
export async function patch(tenantId: string, input: TenantPatch, rowVersion: number): Promise<TenantDetail> {
  await within(tenantId, async () => {
    require("tenant.manage", "change clients");
    await transaction(async (tx) => {
      const row = await locked(tx, tenantId);
      if (!row) throw notFound("Client", tenantId);
      if (row.rowVersion !== rowVersion)
        throw new AppError("request.version_mismatch", `${row.name} was changed meanwhile. Load it again.`);
      const change = await changeOf(tx, row, input);
      await keepsToPrivacy(tx, { ...row, ...change });
      if (Object.keys(change).length === 0) return;
      await tx.updateTable("tenants").set(change).where("id", "=", tenantId).execute();
      await record(row, change);
      await Effect.live("settings:updated", { keys: ["tenant"] });
    });
  });
  return get(tenantId);
}

async function locked(tx: Tx, tenantId: string) {
  return tx
    .selectFrom("tenants")
    .select(["name", "regionId", "currency", "locale", "dataPrivacyLevel", "allowedAdapters", "spendCapMinor"])
    .select(["deploymentMode", "onPremCallbackUrl", "rowVersion"])
    .where("id", "=", tenantId)
    .forUpdate()
    .executeTakeFirst();
}

async function changeOf(tx: Tx, row: Row, { region, ...plain }: TenantPatch): Promise<Partial<Row>> {
  const moved = region === undefined ? undefined : await Plan.regionByCode(tx, region);
  const wanted: Partial<Row> = {
    ...(Object.fromEntries(Object.entries(plain).filter(([, value]) => value !== undefined)) as Partial<Row>),
    ...(moved ? { regionId: moved.id, currency: moved.currency } : {}),
  };
  if (wanted.deploymentMode === "saas") wanted.onPremCallbackUrl = null;
  const { deploymentMode, onPremCallbackUrl } = { ...row, ...wanted };
  if (deploymentMode === "on_prem" && !onPremCallbackUrl) {
    const message = "An installation on the customer's premises needs its callback address.";
    throw new AppError("request.validation_failed", message, {
      fields: [{ path: "onPremCallbackUrl", rule: "required", message }],
    });
  }
  const differs = (field: string) =>
    JSON.stringify(wanted[field as keyof Row]) !== JSON.stringify(row[field as keyof Row]);
  return Object.fromEntries(Object.entries(wanted).filter(([field]) => differs(field)));
}

async function keepsToPrivacy(tx: Tx, { dataPrivacyLevel, allowedAdapters }: Row): Promise<void> {
  if (allowedAdapters.length === 0) return;
  const known = await tx
    .selectFrom("adapters")
    .select(["name", "local"])
    .where("name", "in", allowedAdapters)
    .execute();
  const unknown = allowedAdapters.find((name) => !known.some((adapter) => adapter.name === name));
  if (unknown) {
    const message = `There is no adapter ${unknown}.`;
    throw new AppError("request.validation_failed", message, {
      fields: [{ path: "allowedAdapters", rule: "unknown", message }],
    });
  }
  const outside = known.find((adapter) => !adapter.local);
  if (dataPrivacyLevel === "local_only" && outside)
    throw new AppError(
      "privacy.local_only",
      `${outside.name} would send texts away; this client keeps them on the machine.`,
    );
}

async function record(row: Row, change: Partial<Row>): Promise<void> {
  const byAction = Map.groupBy(Object.keys(change), (field) => actions[field] ?? "tenant.updated");
  const subject = { type: "tenant", id: tenant(), label: row.name };
  for (const [action, fields] of byAction) {
    const pick = (side: Partial<Row>) => Object.fromEntries(fields.map((field) => [field, side[field as keyof Row]]));
    await Effect.audit(action, subject, { before: pick(row), after: pick(change) });
  }
}
