import { current, mark, tenant } from "#platform/actor.ts";
import { transaction } from "#platform/db.ts";
import { notFound } from "#schema/errors.ts";
import type { Mark, Side, TenantRole } from "#schema/roles.ts";
import { agency, anyone, clientDeciders } from "#schema/roles.ts";
import type { Workspace as WorkspaceItem } from "#schema/tenant.ts";

export * as Workspace from "./index.ts";

/** Which people may use a verb at all; the verbs themselves check again, with the thing at hand. */
const rights: Record<string, readonly Mark[]> = {
  "request.create": anyone,
  "request.decide": agency,
  "blog_post.edit": agency,
  "blog_post.publish": [...agency, "TA"],
  "dataset.upload": [...agency, "TA", "TM"],
  "approval.decide": [...agency, ...clientDeciders],
  "agent.configure": [...agency, "TA"],
  "audit.read": [...agency, "TA"],
  "run.cost": agency,
};

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
  const own = mark();
  if (!row || !place || !own) throw notFound("Client", tenant());
  return {
    tenant: {
      ...row,
      status: row.status as WorkspaceItem["tenant"]["status"],
      plan: row.plan as WorkspaceItem["tenant"]["plan"],
      dataPrivacyLevel: row.dataPrivacyLevel as WorkspaceItem["tenant"]["dataPrivacyLevel"],
    },
    membership: place,
    rights: rightsOf(own),
    banners: [],
  };
}

/** The verbs a mark of the permission matrix may use. */
export function rightsOf(own: Mark): string[] {
  return Object.entries(rights).flatMap(([verb, marks]) => (marks.includes(own) ? [verb] : []));
}

function membership(): { side: Side; role: TenantRole } | undefined {
  const actor = current();
  if (actor.kind === "user") return { side: "client", role: actor.role };
  if (actor.kind !== "reviewer") return undefined;
  const found = actor.tenants.find((row) => row.tenantId === tenant());
  return found && { side: found.side, role: found.role };
}
