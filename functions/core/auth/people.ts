import { authRole } from "#platform/auth-role.ts";
import type { Tx } from "#platform/db.ts";
import { separately } from "#platform/db.ts";
import type { User } from "#schema/account.ts";
import type { TenantChoice } from "#schema/auth.ts";
import type { AppName, SessionApp, Side, TenantRole } from "#schema/roles.ts";
import { isClosed } from "#schema/tenant.ts";

export type UserRow = NonNullable<Awaited<ReturnType<typeof byId>>>;

/** A workspace somebody belongs to, open or closed. */
export type Choice = TenantChoice & { status: string };

const sidesOf: Record<SessionApp, readonly Side[]> = {
  dashboard: ["client"],
  "dm-portal": ["agency"],
  manage: [],
  mobile: ["client", "agency"],
};

/** A person who was not removed. */
export async function byId(userId: string) {
  return separately((tx) => people(tx).where("u.id", "=", userId).executeTakeFirst(), authRole);
}

/** The person with an address, whatever its capitals. */
export async function byEmail(email: string): Promise<UserRow | undefined> {
  return separately((tx) => people(tx).where("u.email", "=", email).executeTakeFirst(), authRole);
}

// With each person whether one of their workspaces demands a second factor.
function people(tx: Tx) {
  return tx
    .selectFrom("users as u")
    .selectAll("u")
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom("tenantMembers as m")
            .innerJoin("tenants as t", "t.id", "m.tenantId")
            .select("m.id")
            .whereRef("m.userId", "=", "u.id")
            .where("m.side", "=", "client")
            .where("t.secondFactorRequired", "=", true),
        )
        .as("factorDemanded"),
    )
    .where("u.deletedAt", "is", null);
}

/** Workspaces a person belongs to on the sides an app is for, by name. */
export async function choicesOf(userId: string, app: SessionApp): Promise<Choice[]> {
  const sides = sidesOf[app];
  if (sides.length === 0) return [];
  const rows = await separately(
    (tx) =>
      tx
        .selectFrom("tenantMembers as m")
        .innerJoin("tenants as t", "t.id", "m.tenantId")
        .select(["t.id", "t.name", "t.slug", "t.status", "m.side", "m.role"])
        .where("m.userId", "=", userId)
        .where("m.side", "in", sides)
        .orderBy("t.name")
        .execute(),
    authRole,
  );
  return rows.map((row) => ({ ...row, side: row.side as Side, role: row.role as TenantRole }));
}

/** Those of them that may be entered now. */
export function openOf(choices: readonly Choice[]): TenantChoice[] {
  return choices.filter(({ status }) => !isClosed(status)).map(({ status: _, ...choice }) => choice);
}

/** First and last name. */
export function fullName({ firstName, lastName }: { firstName: string; lastName: string }): string {
  return `${firstName} ${lastName}`.trim();
}

/** A person as they see themselves. */
export function shape(user: UserRow): User {
  const { id, email, emailVerified, firstName, lastName, phone, country, jobTitle, about, whatsappNumber } = user;
  const { locale, timezone, totpEnabled } = user;
  return {
    ...{ id, email, emailVerified, firstName, lastName, phone, country, jobTitle, about, whatsappNumber },
    role: user.role as User["role"],
    appAccess: user.appAccess as AppName[],
    theme: user.theme as User["theme"],
    ...{ locale, timezone, totpEnabled },
  };
}
