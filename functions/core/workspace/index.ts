import { standing } from "#core/onboarding/standing.ts";
import type { Impersonation } from "#platform/actor.ts";
import { current, may, tenant } from "#platform/actor.ts";
import { authRole } from "#platform/auth-role.ts";
import { separately, transaction } from "#platform/db.ts";
import { notFound } from "#schema/errors.ts";
import { permissions } from "#schema/permissions.ts";
import type { Side, TenantRole } from "#schema/roles.ts";
import type { Banner, Workspace as WorkspaceItem } from "#schema/tenant.ts";

/** The workspace at work, the caller's place in it and what the caller may do there. */
export async function me(): Promise<WorkspaceItem> {
  const row = await transaction((tx) =>
    tx
      .selectFrom("tenants")
      .select([
        "id",
        "name",
        "slug",
        "status",
        "plan",
        "timezone",
        "locale",
        "currency",
        "websiteUrl",
        "dataPrivacyLevel",
      ])
      .select(["contractAcceptedAt", "trialEndsAt", "onboardingCompletedAt"])
      .where("id", "=", tenant())
      .executeTakeFirst(),
  );
  const place = membership();
  if (!row || !place) throw notFound("Client", tenant());
  const { contractAcceptedAt, trialEndsAt, onboardingCompletedAt, ...shown } = row;
  return {
    tenant: {
      ...shown,
      status: row.status as WorkspaceItem["tenant"]["status"],
      plan: row.plan as WorkspaceItem["tenant"]["plan"],
      dataPrivacyLevel: row.dataPrivacyLevel as WorkspaceItem["tenant"]["dataPrivacyLevel"],
    },
    membership: place,
    rights: permissions.filter((permission) => may(permission)),
    banners: await banners({ contractAcceptedAt, trialEndsAt, status: row.status }),
    setup: await standing(onboardingCompletedAt),
  };
}

/** What stands above every screen now, the most pressing first. */
async function banners(facts: {
  contractAcceptedAt: Date | null;
  trialEndsAt: Date | null;
  status: string;
}): Promise<Banner[]> {
  const actor = current();
  const act = actor.kind === "user" ? actor.impersonation : undefined;
  const { contractAcceptedAt, trialEndsAt, status } = facts;
  return [
    ...(actor.kind === "user" && act ? [{ kind: "impersonation" as const, ...pick(act), userName: actor.name }] : []),
    ...((await paymentPending()) ? [{ kind: "payment" as const }] : []),
    ...(contractAcceptedAt === null ? [{ kind: "contract" as const }] : []),
    ...(await lostChannels()),
    ...(status === "trialing" && trialEndsAt ? [{ kind: "trial" as const, endsAt: trialEndsAt.toISOString() }] : []),
  ];
}

async function lostChannels(): Promise<Banner[]> {
  const rows = await transaction((tx) =>
    tx
      .selectFrom("connectedChannels")
      .select("name")
      .where("tenantId", "=", tenant())
      .where("status", "=", "needs_reconnect")
      .where("deletedAt", "is", null)
      .orderBy("id")
      .execute(),
  );
  return rows.length === 0 ? [] : [{ kind: "channels", names: rows.map(({ name }) => name) }];
}

function pick({ staffName, readOnly, expiresAt }: Impersonation) {
  return { staffName, readOnly, expiresAt };
}

async function paymentPending(): Promise<boolean> {
  const row = await separately(
    (tx) =>
      tx
        .selectFrom("signupSessions")
        .select("id")
        .where("tenantId", "=", tenant())
        .where("state", "=", "payment_pending")
        .executeTakeFirst(),
    authRole,
  );
  return row !== undefined;
}

function membership(): { side: Side; role: TenantRole } | undefined {
  const actor = current();
  if (actor.kind === "user") return { side: "client", role: actor.role };
  if (actor.kind !== "reviewer") return undefined;
  const found = actor.tenants.find((row) => row.tenantId === tenant());
  return found && { side: found.side, role: found.role };
}
