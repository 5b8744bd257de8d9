import { Busy, Fatal } from "#core/busy.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { log } from "#platform/log.ts";
import { sendMail } from "#platform/mail.ts";
import type { Words } from "./render.ts";
import { renderMail } from "./render.ts";

const sendingMs = 60_000;

type Claimed = NonNullable<Awaited<ReturnType<typeof claim>>>;
type Template = NonNullable<Claimed["template"]>;

/**
 * Sends one queued mail. A repeat of a sent one does nothing; while another worker may still be sending it, it waits.
 * @throws what the mail server answered, for another try, unless the server refuses for good: then the delivery has failed
 */
export async function sendEmail(deliveryId: string): Promise<void> {
  const row = await transaction((tx) => claim(tx, deliveryId));
  if (!row) return;
  if (!row.template) return settle(row.id, { status: "failed", reason: "template_missing" });
  const mail = rendered(row.template, row.words);
  if (!mail) return settle(row.id, { status: "failed", reason: "template_error" });
  try {
    const attachments = row.report ? [await reportOf(row.report)] : [];
    const messageId = await sendMail({ to: row.address, messageId: row.id, ...mail, attachments });
    await settle(row.id, { status: "sent", messageId, sentAt: new Date(), provider: "smtp" });
  } catch (error) {
    const errorMessage = error instanceof Error ? error.message.slice(0, 500) : "unknown";
    if (isFinal(error))
      return settle(row.id, { status: "failed", reason: "provider_error", errorMessage, provider: "smtp" });
    await settle(row.id, { errorMessage });
    throw error;
  }
}

// A claim is an attempt without an error yet. One that is a minute old belongs to a worker that died.
async function claim(tx: Tx, id: string) {
  const row = await tx
    .selectFrom("notificationDeliveries")
    .selectAll()
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .where("channel", "=", "email")
    .forUpdate()
    .executeTakeFirst();
  if (!row) throw new Fatal("unknown_delivery", `The mail ${id} does not exist.`);
  if (row.status !== "queued") return null;
  const age = Date.now() - row.updatedAt.getTime();
  if (row.attempts > 0 && row.errorMessage === null && age < sendingMs)
    throw new Busy(`The mail ${id} is being sent.`, sendingMs - age);
  await tx
    .updateTable("notificationDeliveries")
    .set({ attempts: row.attempts + 1, errorMessage: null })
    .where("tenantId", "=", tenant())
    .where("id", "=", id)
    .execute();
  const owner = await tx
    .selectFrom("tenants")
    .select(["name", "locale"])
    .where("id", "=", tenant())
    .executeTakeFirstOrThrow();
  const user = await tx.selectFrom("users").select("locale").where("id", "=", row.userId).executeTakeFirst();
  const template = await templateFor(tx, row.templateSlug, [user?.locale, owner.locale]);
  const words = { ...(row.data as Words), tenantName: owner.name, link: row.link ?? "" };
  const report = row.templateSlug === "report-sent" ? row.subjectId : null;
  return { id, address: row.address, words, template, report };
}

// Paper is heavy and rarely wanted.
async function reportOf(id: string) {
  const { attachment } = await import("#core/report/pdf.ts");
  return attachment(id);
}

/** The text of a mail in the first of the languages it exists in; English is the last resort. */
export async function templateFor(tx: Tx, slug: string, locales: (string | undefined)[]) {
  const wanted = [...locales.flatMap((locale) => (locale ? [locale, locale.slice(0, 2)] : [])), "en"];
  const rows = await tx
    .selectFrom("emailTemplates")
    .select(["slug", "locale", "subject", "htmlBody", "textBody", "variables"])
    .where("slug", "=", slug)
    .where("locale", "in", wanted)
    .execute();
  return wanted.map((locale) => rows.find((row) => row.locale === locale)).find((row) => row !== undefined);
}

function rendered(template: Template, words: Words): ReturnType<typeof renderMail> | undefined {
  try {
    return renderMail(template, words);
  } catch (error) {
    log.error({ template: template.slug, error: (error as Error).message }, "a mail template does not render");
    return undefined;
  }
}

async function settle(
  id: string,
  set: {
    status?: "sent" | "failed";
    reason?: "template_missing" | "template_error" | "provider_error";
    messageId?: string;
    sentAt?: Date;
    errorMessage?: string;
    provider?: string;
  },
): Promise<void> {
  await transaction((tx) =>
    tx
      .updateTable("notificationDeliveries")
      .set({ ...set, ...(set.status ? { finalAt: new Date() } : {}) })
      .where("tenantId", "=", tenant())
      .where("id", "=", id)
      .where("status", "=", "queued")
      .execute(),
  );
}

/** 5xx is final in SMTP; a refused sign-in is our own fault and may be mended meanwhile. */
export function isFinal(error: unknown): boolean {
  const { responseCode, code } = error as { responseCode?: number; code?: string };
  return responseCode !== undefined && responseCode >= 500 && code !== "EAUTH";
}
