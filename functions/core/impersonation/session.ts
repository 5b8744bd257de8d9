import { randomBytes } from "node:crypto";
import { answerFor, type Entry } from "#core/auth/enter.ts";
import { byId } from "#core/auth/people.ts";
import { current, origin, person } from "#platform/actor.ts";
import { authRole } from "#platform/auth-role.ts";
import { config } from "#platform/config.ts";
import { separately } from "#platform/db.ts";
import { sha256 } from "#platform/secrets.ts";
import { AppError } from "#schema/errors.ts";
import { newId } from "#schema/ids.ts";
import { handOverSeconds, type ImpersonationEnded } from "#schema/impersonation.ts";
import type { TenantRole } from "#schema/roles.ts";
import { close } from "./close.ts";

/**
 * The portal's part of the hand-over: the token becomes a session of the person, once, within a minute of its making. The
 * session ends with the hour, whatever happens. @throws link_expired
 */
export async function begin(token: string): Promise<Entry> {
  const { session, choice, secondsLeft } = await separately(async (tx) => {
    const row = await tx
      .selectFrom("impersonations as i")
      .innerJoin("tenantMembers as m", (join) =>
        join.onRef("m.tenantId", "=", "i.tenantId").onRef("m.userId", "=", "i.userId"),
      )
      .innerJoin("tenants as t", "t.id", "i.tenantId")
      .select(["i.id", "i.userId", "i.tenantId", "i.expiresAt", "m.role", "t.name", "t.slug"])
      .where("i.tokenHash", "=", sha256(token))
      .where("i.begunAt", "is", null)
      .where("i.endedAt", "is", null)
      .where("i.startedAt", ">", new Date(Date.now() - handOverSeconds * 1_000))
      .forUpdate("i")
      .executeTakeFirst();
    if (!row) throw new AppError("link.link_expired", "This hand-over is over. Begin again in Manage.");
    await tx.updateTable("impersonations").set({ begunAt: new Date() }).where("id", "=", row.id).execute();
    const sessionId = newId("session");
    const secret = randomBytes(32).toString("base64url");
    const { userId, tenantId, expiresAt } = row;
    await tx
      .insertInto("authSessions")
      .values({
        ...{ id: sessionId, userId, tenantId, expiresAt, token: secret, app: "dashboard", kept: false },
        impersonationId: row.id,
        ip: origin().ip ?? null,
        userAgent: origin().userAgent ?? null,
        deviceName: "Impersonation",
      })
      .execute();
    const { name, slug } = row;
    return {
      session: { token: secret, sessionId, userId, createdAt: new Date() },
      choice: { id: tenantId, name, slug, side: "client" as const, role: row.role as TenantRole },
      secondsLeft: Math.floor((expiresAt.getTime() - Date.now()) / 1_000),
    };
  }, authRole);
  const user = await byId(session.userId);
  if (!user) throw new AppError("link.link_expired", "This hand-over is over. Begin again in Manage.");
  const at = { app: "dashboard" as const, tenantId: choice.id };
  const answer = await answerFor(session, user, [choice], at);
  return { answer, app: at.app, device: null, sessionSeconds: secondsLeft };
}

/** Ends acting as somebody else, with the session it happened in. */
export async function end(): Promise<ImpersonationEnded> {
  person();
  const actor = current();
  if (actor.kind !== "user" || !actor.impersonation)
    throw new AppError("auth.forbidden", "You do not act as somebody else.");
  await close(actor.impersonation.id, actor.sessionId);
  return { url: `${config("MANAGE_URL")}/tenants/${actor.tenantId}` };
}
