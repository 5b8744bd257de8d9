import * as AccountMail from "#core/account-mail/index.ts";
import * as Effect from "#core/effect/index.ts";
import * as Session from "#core/session/index.ts";
import type { Tx } from "#platform/db.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import type { AppName, UserRole } from "#schema/roles.ts";

export interface NewUser {
  id?: string;
  email: string;
  firstName: string;
  lastName: string;
  role: UserRole;
  appAccess: readonly AppName[];
  phone?: string | null;
  country?: string | null;
  timezone?: string;
  jobTitle?: string | null;
  /** Without one the person is invited: a mail with a link to set a password goes out. */
  passwordHash: string | null;
  /** The address was proven, by a mailed link. */
  emailVerified?: boolean;
}

/**
 * Makes a person with their way to sign in, in the form the sign-in library keeps it, so that both commit with what they are
 * made for. `announce` follows once the tenant they are made in is there.
 * @throws already_exists when the address belongs to somebody
 */
export async function insert(tx: Tx, input: NewUser): Promise<string> {
  const { id = newId("user"), passwordHash, emailVerified = false, ...person } = input;
  if (await findByEmail(tx, input.email)) throw taken(input.email);
  await tx
    .insertInto("users")
    .values({
      id,
      ...person,
      appAccess: [...person.appAccess],
      emailVerified,
      status: passwordHash ? "active" : "invited",
    })
    .execute();
  if (passwordHash)
    await tx
      .insertInto("authAccounts")
      .values({ id: newId("authAccount"), userId: id, accountId: id, providerId: "credential", password: passwordHash })
      .execute();
  return id;
}

/** Records that a person was made, and mails the link to set a password to one who has none. */
export async function announce(
  id: string,
  { email, firstName, lastName, role, appAccess, passwordHash }: NewUser,
): Promise<void> {
  const label = `${firstName} ${lastName}`.trim();
  await Effect.audit("user.created", { type: "user", id, label }, { after: { email, role, appAccess } });
  if (!passwordHash) await sendWelcome(id, email);
}

/** Mails the link with which a person sets their first password; good for seven days. */
export async function sendWelcome(userId: string, email: string): Promise<void> {
  await AccountMail.order({ template: "set-password", address: email, userId, purpose: "set_password" });
}

/** The person of an address. */
export async function findByEmail(tx: Tx, email: string) {
  return tx
    .selectFrom("users")
    .select(["id", "email", "firstName", "lastName", "role", "appAccess", "status", "deletedAt"])
    .where("email", "=", email)
    .executeTakeFirst();
}

/** The error of an address that somebody has already. */
export function taken(email: string): AppError {
  const message = "This address is in use. Use another address, or sign in.";
  return new AppError("request.already_exists", `${email}: ${message}`, {
    fields: [{ path: "email", rule: "already_exists", message }],
  });
}

/** Gives a person who was made without a password their first one, after a mailed link proved the address. */
export async function setFirstPassword(
  tx: Tx,
  userId: string,
  { firstName, lastName, passwordHash }: { firstName: string; lastName: string; passwordHash: string },
): Promise<void> {
  await tx
    .insertInto("authAccounts")
    .values({ id: newId("authAccount"), userId, accountId: userId, providerId: "credential", password: passwordHash })
    .execute();
  await tx.updateTable("users").set({ firstName, lastName, status: "active" }).where("id", "=", userId).execute();
}

/** Lets a person into one more portal. */
export async function grantApp(tx: Tx, userId: string, app: AppName): Promise<void> {
  const user = await tx
    .selectFrom("users")
    .select("appAccess")
    .where("id", "=", userId)
    .forUpdate()
    .executeTakeFirstOrThrow();
  if (user.appAccess.includes(app)) return;
  await tx
    .updateTable("users")
    .set({ appAccess: [...user.appAccess, app] })
    .where("id", "=", userId)
    .execute();
  Session.dropOf([userId]);
}
