import * as Paging from "#core/page/index.ts";
import { require } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { notFound } from "#schema/errors.ts";
import type { Page } from "#schema/page.ts";
import type { AppName } from "#schema/roles.ts";
import type { UserDetail, UserFilter, UserRow } from "#schema/user.ts";

const { iso } = Paging;

/** Everybody on the platform, newest first. */
export async function list(filter: UserFilter): Promise<Page<UserRow>> {
  require("tenant.manage", "see everybody", "platform");
  const { limit, cursor, ...narrowing } = filter;
  const scope = JSON.stringify(["users", narrowing]);
  const position = Paging.decode(scope, cursor) as [string] | undefined;
  return transaction(async (tx) => {
    const rows = await narrowed(tx, filter)
      .$if(position !== undefined, (query) => query.where("u.id", "<", position?.[0] ?? ""))
      .orderBy("u.id", "desc")
      .limit(limit + 1)
      .execute();
    const page = Paging.slice(rows, limit, scope, (row) => [row.id]);
    const tenants = await membershipsOf(
      tx,
      page.rows.map(({ id }) => id),
    );
    return { items: page.rows.map((row) => shape(row, tenants)), nextCursor: page.nextCursor };
  });
}

/** One person, with their sessions and workspaces. */
export async function get(id: string): Promise<UserDetail> {
  require("tenant.manage", "see everybody", "platform");
  return transaction(async (tx) => {
    const row = await select(tx).where("u.id", "=", id).executeTakeFirst();
    if (!row) throw notFound("Person", id);
    const { phone, jobTitle, timezone, locale, totpRequired, role } = row;
    return {
      ...shape(row, await membershipsOf(tx, [id])),
      ...{ phone, jobTitle, timezone, locale },
      secondFactorRequired: totpRequired || role === "super_admin",
      sessions: await sessionsOf(tx, id),
    };
  });
}

type Row = Awaited<ReturnType<ReturnType<typeof select>["execute"]>>[number];
type Memberships = Map<string, UserRow["tenants"]>;

function select(tx: Tx) {
  return tx
    .selectFrom("users as u")
    .select(["u.id", "u.email", "u.firstName", "u.lastName", "u.role", "u.appAccess", "u.status", "u.emailVerified"])
    .select(["u.phone", "u.jobTitle", "u.timezone", "u.locale", "u.totpEnabled", "u.totpRequired"])
    .select(["u.lastLoginAt", "u.createdAt", "u.rowVersion"])
    .where("u.deletedAt", "is", null);
}

function narrowed(tx: Tx, { role, app, status, tenant, search }: UserFilter) {
  return select(tx)
    .$if(role !== undefined, (rows) => rows.where("u.role", "in", role ?? []))
    .$if(status !== undefined, (rows) => rows.where("u.status", "in", status ?? []))
    .$if(app !== undefined, (rows) => rows.where((eb) => eb("u.appAccess", "@>", eb.val([app ?? ""]))))
    .$if(tenant !== undefined, (rows) =>
      rows.where((eb) =>
        eb.exists(
          eb
            .selectFrom("tenantMembers as m")
            .select("m.id")
            .whereRef("m.userId", "=", "u.id")
            .where("m.tenantId", "=", tenant ?? ""),
        ),
      ),
    )
    .$if(search !== undefined, (rows) => {
      const like = `%${(search ?? "").replaceAll(/[\\%_]/g, "\\$&")}%`;
      return rows.where((eb) => {
        const name = eb.fn<string>("concat_ws", [eb.val(" "), "u.firstName", "u.lastName"]);
        return eb.or([eb("u.email", "ilike", like), eb(name, "ilike", like)]);
      });
    });
}

async function membershipsOf(tx: Tx, userIds: string[]): Promise<Memberships> {
  if (userIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom("tenantMembers as m")
    .innerJoin("tenants as t", "t.id", "m.tenantId")
    .select(["m.userId", "m.tenantId as id", "t.name", "m.side", "m.role"])
    .where("m.userId", "in", userIds)
    .orderBy("t.name")
    .execute();
  const byUser = Map.groupBy(rows, (row) => row.userId);
  return new Map(
    [...byUser].map(([userId, list]) => [
      userId,
      list.map(({ userId: _, side, role, ...tenant }) => ({
        ...tenant,
        side: side as UserRow["tenants"][number]["side"],
        role: role as UserRow["tenants"][number]["role"],
      })),
    ]),
  );
}

async function sessionsOf(tx: Tx, userId: string): Promise<UserDetail["sessions"]> {
  const rows = await tx
    .selectFrom("authSessions")
    .select(["id", "app", "ip", "userAgent", "deviceName", "createdAt", "expiresAt"])
    .where("userId", "=", userId)
    .where("expiresAt", ">", new Date())
    .orderBy("createdAt", "desc")
    .limit(100)
    .execute();
  return rows.map(({ app, createdAt, expiresAt, ...row }) => ({
    ...row,
    app: app as UserDetail["sessions"][number]["app"],
    createdAt: iso(createdAt),
    expiresAt: iso(expiresAt),
  }));
}

function shape(row: Row, memberships: Memberships): UserRow {
  const { id, email, firstName, lastName, emailVerified, rowVersion } = row;
  return {
    ...{ id, email, firstName, lastName, emailVerified, rowVersion },
    role: row.role as UserRow["role"],
    appAccess: row.appAccess as AppName[],
    status: row.status as UserRow["status"],
    secondFactor: row.totpEnabled,
    tenants: memberships.get(id) ?? [],
    lastLoginAt: iso(row.lastLoginAt),
    createdAt: iso(row.createdAt),
  };
}
