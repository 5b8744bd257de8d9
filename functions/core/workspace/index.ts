import { current, may, tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { notFound } from "#schema/errors.ts";
import { permissions } from "#schema/permissions.ts";
import type { Side, TenantRole } from "#schema/roles.ts";
import type { Workspace as WorkspaceItem } from "#schema/tenant.ts";

export * as Workspace from "./index.ts";

/** The workspace at work, the caller's place in it and what the caller may do there. */
export async function me(): Promise<WorkspaceItem> {
  const row = await transaction((tx) =>
    tx
      .selectFrom("tenants")
      .select(["id", "name", "slug", "status", "plan", "timezone", "locale", "websiteUrl", "dataPrivacyLevel"])
      .where("id", "=", tenant())
      .executeTakeFirst(),
  );
  const place = membership();
  if (!row || !place) throw notFound("Client", tenant());
  return {
    tenant: {
      ...row,
      status: row.status as WorkspaceItem["tenant"]["status"],
      plan: row.plan as WorkspaceItem["tenant"]["plan"],
      dataPrivacyLevel: row.dataPrivacyLevel as WorkspaceItem["tenant"]["dataPrivacyLevel"],
    },
    membership: place,
    rights: permissions.filter((permission) => may(permission)),
    banners: [],
  };
}

function membership(): { side: Side; role: TenantRole } | undefined {
  const actor = current();
  if (actor.kind === "user") return { side: "client", role: actor.role };
  if (actor.kind !== "reviewer") return undefined;
  const found = actor.tenants.find((row) => row.tenantId === tenant());
  return found && { side: found.side, role: found.role };
}
