import * as Effect from "#core/effect/index.ts";
import { fn } from "#core/fn.ts";
import * as Session from "#core/session/index.ts";
import { admit } from "#core/tenant/open.ts";
import type { NewUser } from "#core/user/index.ts";
import * as User from "#core/user/index.ts";
import { within } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { AppError, notFound } from "#schema/errors.ts";
import { TeamInvite, type TeamMember, type TeamPatch } from "#schema/member.ts";
import { aboutAccount, asLead, type Lead } from "./lead.ts";
import { teamOf } from "./read.ts";

/** The agency's people, with their assignments among the clients the lead works for. */
export async function list(): Promise<TeamMember[]> {
  return asLead(teamOf);
}

/** Takes somebody into the agency's team: a mail with a link to set a password goes out. @throws already_exists */
export const invite = fn(TeamInvite, async ({ tenantIds, ...input }): Promise<TeamMember> => {
  return asLead(async (tx, lead) => {
    const user: NewUser = { ...input, appAccess: ["dm-portal"], passwordHash: null };
    const id = await aboutAccount(async () => {
      const made = await User.insert(tx, user);
      await User.announce(made, user);
      return made;
    });
    await assign(tx, lead, { id, role: input.role }, tenantIds);
    return read(tx, lead, id);
  });
});

/** Changes a reviewer's or admin's record, role, or whether they need a second factor. @throws last_admin, forbidden */
export async function patch(id: string, input: TeamPatch, rowVersion: number): Promise<TeamMember> {
  return asLead(async (tx, lead) => {
    const user = await locked(tx, lead, id);
    if (user.rowVersion !== rowVersion)
      throw new AppError("request.version_mismatch", "The person was changed meanwhile. Load the list again.");
    const { secondFactorRequired: totpRequired, ...rest } = input;
    const change = User.differing(user, { ...rest, totpRequired });
    if (Object.keys(change).length > 0) {
      if (change.role === "reviewer") await keepsAdmin(tx, id);
      await tx.updateTable("users").set(change).where("id", "=", id).execute();
      if (input.role) await moveAssignments(tx, lead, id, input.role);
      await aboutAccount(() => User.record(user, change));
      Session.dropOf([id]);
    }
    return read(tx, lead, id);
  });
}

/** Sets which of the lead's clients somebody works for; clients beyond the lead's own stay as they are. */
export async function setAssignments(id: string, tenantIds: readonly string[]): Promise<TeamMember> {
  return asLead(async (tx, lead) => {
    const user = await locked(tx, lead, id, false);
    await assign(tx, lead, user, tenantIds);
    return read(tx, lead, id);
  });
}

/** Shuts somebody out at once: every session ends. @throws last_admin, forbidden */
export async function deactivate(id: string): Promise<TeamMember> {
  return asLead(async (tx, lead) => {
    const user = await locked(tx, lead, id);
    if (id === lead.userId) throw new AppError("auth.forbidden", "Nobody deactivates themselves. Ask another admin.");
    if (user.role === "admin") await keepsAdmin(tx, id);
    await aboutAccount(() => User.shutOut(tx, user));
    return read(tx, lead, id);
  });
}

async function read(tx: Tx, lead: Lead, id: string): Promise<TeamMember> {
  const [row] = await teamOf(tx, lead, id);
  if (!row) throw notFound("Person", id);
  return row;
}

// A lead reaches the agency's own people only, never a super admin; and to change who somebody is, all their clients must be
// the lead's too.
async function locked(tx: Tx, lead: Lead, id: string, whole = true) {
  const user = await User.locked(tx, id);
  const isTeam =
    user && ["super_admin", "admin", "reviewer"].includes(user.role) && user.appAccess.includes("dm-portal");
  if (!user || !isTeam) throw notFound("Person", id);
  if (user.role === "super_admin") throw new AppError("auth.forbidden", "Super admins are managed in Manage only.");
  if (!whole) return user;
  const beyond = await tx
    .selectFrom("tenantMembers")
    .select("id")
    .where("userId", "=", id)
    .where("tenantId", "not in", [...lead.tenantIds])
    .limit(1)
    .executeTakeFirst();
  if (beyond) throw new AppError("auth.forbidden", "This person works for clients beyond yours. Ask a super admin.");
  return user;
}

async function assign(
  tx: Tx,
  lead: Lead,
  user: { id: string; role: string },
  tenantIds: readonly string[],
): Promise<void> {
  const foreign = tenantIds.find((id) => !lead.tenantIds.includes(id));
  if (foreign) throw notFound("Client", foreign);
  const present = await tx
    .selectFrom("tenantMembers")
    .select(["id", "tenantId"])
    .where("userId", "=", user.id)
    .where("side", "=", "agency")
    .where("tenantId", "in", [...lead.tenantIds])
    .forUpdate()
    .execute();
  for (const tenantId of new Set(tenantIds))
    if (!present.some((row) => row.tenantId === tenantId))
      await within(tenantId, () => admit(tx, user.id, "agency", user.role === "reviewer" ? "reviewer" : "admin"));
  for (const row of present.filter(({ tenantId }) => !tenantIds.includes(tenantId)))
    await within(row.tenantId, async () => {
      await tx.deleteFrom("tenantMembers").where("tenantId", "=", row.tenantId).where("id", "=", row.id).execute();
      const subject = { type: "member", id: row.id, label: user.id };
      await Effect.audit("member.removed", subject, { before: { userId: user.id, side: "agency" } });
    });
  Session.dropOf([user.id]);
}

async function moveAssignments(tx: Tx, lead: Lead, id: string, role: "admin" | "reviewer"): Promise<void> {
  await tx
    .updateTable("tenantMembers")
    .set({ role })
    .where("userId", "=", id)
    .where("side", "=", "agency")
    .where("tenantId", "in", [...lead.tenantIds])
    .execute();
}

async function keepsAdmin(tx: Tx, id: string): Promise<void> {
  const other = await tx
    .selectFrom("users")
    .select("id")
    .where("role", "=", "admin")
    .where((eb) => eb("appAccess", "@>", eb.val(["dm-portal"])))
    .where("status", "in", ["active", "locked"])
    .where("deletedAt", "is", null)
    .where("id", "!=", id)
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
  if (!other)
    throw new AppError(
      "member.last_admin",
      "This is the last admin of the agency's team. Make somebody else one first.",
    );
}
