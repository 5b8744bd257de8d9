import type * as z from "zod";
import { Busy, Fatal } from "#core/busy.ts";
import { passesDevFilter } from "#core/notification/dev-filter.ts";
import { isFinal, templateFor } from "#core/notification/email.ts";
import { renderMail, type Words } from "#core/notification/render.ts";
import { authRole } from "#platform/auth-role.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { log } from "#platform/log.ts";
import { sendMail } from "#platform/mail.ts";
import { unseal } from "#platform/secrets.ts";
import type { AccountMailReason, AuthTokenPurpose } from "#schema/account.ts";
import type { SessionApp } from "#schema/roles.ts";
import { linkOf, portalOf } from "./links.ts";
import { mint } from "./token.ts";

const sendingMs = 60_000;

type Row = Awaited<ReturnType<typeof claim>>;
type Set = { reason?: z.infer<typeof AccountMailReason>; messageId?: string; errorMessage?: string };

/**
 * Sends one ordered mail. A repeat of a sent one does nothing; while another worker may still be sending it, it waits. A try
 * after a failure carries a fresh link; the earlier one stays good, since that mail may have arrived after all.
 */
export async function send(mailId: string): Promise<void> {
  const row = await transaction((tx) => claim(tx, mailId), authRole);
  if (!row) return;
  const prepared = await transaction((tx) => prepare(tx, row), authRole);
  if ("reason" in prepared) return settle(mailId, prepared.status, { reason: prepared.reason });
  try {
    const messageId = await sendMail({ to: row.address, messageId: mailId, ...prepared.mail });
    await settle(mailId, "sent", { messageId });
  } catch (error) {
    const errorMessage = error instanceof Error ? error.message.slice(0, 500) : "unknown";
    if (isFinal(error)) return settle(mailId, "failed", { reason: "provider_error", errorMessage });
    await settle(mailId, "queued", { errorMessage });
    throw error;
  }
}

// A claim is an attempt without an error yet. One that is a minute old belongs to a worker that died.
async function claim(tx: Tx, id: string) {
  const row = await tx.selectFrom("accountMails").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
  if (!row) throw new Fatal("unknown_delivery", `The mail ${id} does not exist.`);
  if (row.status !== "queued") return null;
  const age = Date.now() - row.updatedAt.getTime();
  if (row.attempts > 0 && row.errorMessage === null && age < sendingMs)
    throw new Busy(`The mail ${id} is being sent.`, sendingMs - age);
  await tx
    .updateTable("accountMails")
    .set({ attempts: row.attempts + 1, errorMessage: null })
    .where("id", "=", id)
    .execute();
  return row;
}

type Prepared =
  | { mail: ReturnType<typeof renderMail> }
  | { status: "skipped" | "failed"; reason: z.infer<typeof AccountMailReason> };

async function prepare(tx: Tx, row: NonNullable<Row>): Promise<Prepared> {
  const user = await tx
    .selectFrom("users")
    .select(["id", "firstName", "locale", "appAccess", "status"])
    .$if(row.userId !== null, (query) => query.where("id", "=", row.userId))
    .$if(row.userId === null, (query) => query.where("email", "=", row.address))
    .where("deletedAt", "is", null)
    .executeTakeFirst();
  // A link opens an account: without one, or into a closed one, none goes out.
  if (row.purpose !== null && (!user || user.status === "deactivated"))
    return { status: "skipped", reason: "unknown_address" };
  if (!passesDevFilter(row.address)) return { status: "skipped", reason: "dev_filter" };
  const template = await templateFor(tx, row.templateSlug, [user?.locale, row.locale]);
  if (!template) return { status: "failed", reason: "template_missing" };
  const portal = portalOf(row.app as SessionApp | null, user?.appAccess ?? []);
  const sealed = row.wordsCipher === null ? {} : (JSON.parse(unseal(row.wordsCipher, row.id)) as Words);
  const words: Words = { firstName: user?.firstName ?? "", link: portal, ...sealed };
  if (row.purpose !== null && user) {
    const purpose = row.purpose as AuthTokenPurpose;
    const { token, code } = await mint(tx, { userId: user.id, purpose, email: row.address });
    Object.assign(words, { link: linkOf(purpose, token, portal), ...(code ? { code } : {}) });
  }
  try {
    return { mail: renderMail(template, words) };
  } catch (error) {
    log.error({ template: template.slug, error: (error as Error).message }, "a mail template does not render");
    return { status: "failed", reason: "template_error" };
  }
}

async function settle(id: string, status: "queued" | "sent" | "failed" | "skipped", set: Set): Promise<void> {
  const final = status !== "queued";
  await transaction(
    (tx) =>
      tx
        .updateTable("accountMails")
        .set({
          status,
          ...set,
          ...(final ? { wordsCipher: null, finalAt: new Date() } : {}),
          ...(status === "sent" ? { sentAt: new Date() } : {}),
        })
        .where("id", "=", id)
        .where("status", "=", "queued")
        .execute(),
    authRole,
  );
}
