import * as AccountMail from "#core/account-mail/index.ts";
import * as Task from "#core/task/index.ts";
import { authRole } from "#platform/auth-role.ts";
import { config } from "#platform/config.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import type { SignupState } from "#schema/signup.ts";
import { hashOf, type Row, resumeToken } from "./row.ts";

const hourMs = 3_600_000;
const keys = (id: string) => ({
  alert: `signup.alert:${id}`,
  early: `signup.early:${id}`,
  late: `signup.late:${id}`,
  firstPayment: `signup.payment.1:${id}`,
  secondPayment: `signup.payment.2:${id}`,
});

/** Times the reminders of a sign-up anew, counted from the step that was just taken. */
export async function chase(tx: Tx, signupId: string, state: SignupState): Promise<void> {
  const key = keys(signupId);
  const payload = { signupId };
  const inHours = (hours: number) => new Date(Date.now() + hours * hourMs);
  switch (state) {
    case "step_1":
      await Task.schedule(tx, "signup.alert.internal", { dedupeKey: key.alert, payload, runAt: new Date() });
      await Task.schedule(tx, "signup.reminder.early", { dedupeKey: key.early, payload, runAt: inHours(1) });
      await Task.schedule(tx, "signup.reminder.late", { dedupeKey: key.late, payload, runAt: inHours(24) });
      return;
    case "step_2":
      await Task.schedule(tx, "signup.reminder.early", { dedupeKey: key.early, payload, runAt: inHours(1) });
      await Task.schedule(tx, "signup.reminder.late", { dedupeKey: key.late, payload, runAt: inHours(24) });
      return;
    case "step_3":
    case "step_4":
      await Task.cancel(tx, [key.early]);
      await Task.schedule(tx, "signup.reminder.late", { dedupeKey: key.late, payload, runAt: inHours(24) });
      return;
    case "payment_pending":
      await Task.cancel(tx, [key.early, key.late]);
      for (const [ordinal, hours] of [
        [1, 1],
        [2, 24],
      ] as const) {
        const dedupeKey = ordinal === 1 ? key.firstPayment : key.secondPayment;
        const order = { dedupeKey, payload: { signupId, ordinal }, runAt: inHours(hours) };
        await Task.schedule(tx, "signup.payment", order);
      }
      return;
    case "complete":
    case "expired":
      return stopChasing(tx, signupId);
  }
}

/** Calls off everything that waits for a sign-up. */
export async function stopChasing(tx: Tx, signupId: string): Promise<void> {
  await Task.cancel(tx, Object.values(keys(signupId)));
}

/** Tells the super admins that somebody has begun to sign up. */
export async function alert(signupId: string): Promise<string | undefined> {
  return transaction(async (tx) => {
    const row = await find(tx, signupId);
    if (!row) return "signup_gone";
    const staff = await tx
      .selectFrom("users")
      .select(["id", "email"])
      .where("role", "=", "super_admin")
      .where("status", "=", "active")
      .where("deletedAt", "is", null)
      .execute();
    const words = {
      name: `${row.firstName} ${row.lastName}`,
      email: row.email,
      phone: row.phone,
      country: row.country,
      link: `${config("MANAGE_URL")}/tenants`,
    };
    for (const { id, email } of staff)
      await AccountMail.order({ template: "signup-alert", address: email, userId: id, app: "manage", words });
    return undefined;
  }, authRole);
}

/** Reminds somebody who stopped half-way, with a link that leads back in. */
export async function remind(signupId: string): Promise<string | undefined> {
  return transaction(async (tx) => {
    const row = await find(tx, signupId);
    const isOpen = row && ["step_1", "step_2", "step_3", "step_4"].includes(row.state) && row.expiresAt > new Date();
    if (!row || !isOpen) return "moved_on";
    const link = linkTo("/signup", row);
    await AccountMail.order({
      template: "signup-reminder",
      address: row.email,
      words: { firstName: row.firstName, link },
    });
    return undefined;
  }, authRole);
}

/** Reminds somebody whose workspace waits for its first payment. */
export async function remindOfPayment(signupId: string): Promise<string | undefined> {
  return transaction(async (tx) => {
    const row = await find(tx, signupId);
    if (row?.state !== "payment_pending") return "moved_on";
    const words = { firstName: row.firstName, company: row.company ?? "", link: linkTo("/signup/payment", row) };
    await AccountMail.order({ template: "signup-payment", address: row.email, words });
    return undefined;
  }, authRole);
}

async function find(tx: Tx, signupId: string): Promise<Row | undefined> {
  return (await tx.selectFrom("signupSessions").selectAll().where("id", "=", signupId).executeTakeFirst()) as
    | Row
    | undefined;
}

// The token is made anew from the id; after a change of the installation's secret the link leads to a fresh start.
function linkTo(path: string, row: Row): string {
  const token = resumeToken(row.id);
  const isGood = hashOf(token) === row.resumeTokenHash;
  return `${config("DASHBOARD_URL")}${path}${isGood ? `?session=${row.id}&token=${token}` : ""}`;
}
