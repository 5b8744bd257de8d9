import { timingSafeEqual } from "node:crypto";
import * as Paging from "#core/page/index.ts";
import type { Tx } from "#platform/db.ts";
import { derive, sha256 } from "#platform/secrets.ts";
import { AppError, notFound } from "#schema/errors.ts";
import type { Address, Signup, SignupState } from "#schema/signup.ts";
import type { TaxIds } from "#schema/tax.ts";

const liveDays = 30;

/** States in the order in which a sign-up goes through them. */
export const order: readonly SignupState[] = ["step_1", "step_2", "step_3", "step_4", "payment_pending", "complete"];

export interface Row {
  id: string;
  state: SignupState;
  email: string;
  firstName: string;
  lastName: string;
  phone: string;
  country: string;
  company: string | null;
  websiteUrl: string | null;
  industry: string | null;
  tax: Partial<TaxIds> & { timezone?: string };
  planPriceId: string | null;
  billingAddress: Address | null;
  tenantId: string | null;
  resumeTokenHash: string;
  expiresAt: Date;
}

/** What proves that a sign-up is one's own. It can be made again for a mail, so it is kept nowhere but as its hash. */
export function resumeToken(id: string): string {
  return derive("signup", id);
}

/** The end of a sign-up that was touched now. */
export function expiry(): Date {
  return new Date(Date.now() + liveDays * 24 * 3_600_000);
}

/** One's own sign-up, locked. Another's is not found; one that is over says so. */
export async function open(tx: Tx, id: string, token: string): Promise<Row> {
  const found = await tx.selectFrom("signupSessions").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
  if (!found || !isEqual(hashOf(token), found.resumeTokenHash)) throw notFound("Sign-up", id);
  const row = found as unknown as Row;
  if (row.state === "expired" || (row.state !== "complete" && row.expiresAt.getTime() <= Date.now()))
    throw new AppError("signup.session_expired", "This sign-up is older than 30 days. Start again.");
  return row;
}

/** SHA-256 of a resume token. */
export function hashOf(token: string): string {
  return sha256(token);
}

/** What its owner sees of it. */
export function shape(row: Row): Signup {
  const { id, state, country, firstName, lastName, email, phone, tax } = row;
  return {
    id,
    state,
    next: nextOf(row),
    country,
    firstName,
    lastName,
    email,
    phone,
    company: row.company ? { name: row.company, website: row.websiteUrl, industry: row.industry ?? "" } : null,
    location: tax.state
      ? { state: tax.state, gstin: tax.gstin ?? null, sez: tax.sez ?? false, pan: tax.pan ?? null }
      : null,
    expiresAt: Paging.iso(row.expiresAt),
  };
}

/** The screen to go on with. Only India asks where in the country. */
export function nextOf(row: Pick<Row, "state" | "country" | "company" | "tax">): Signup["next"] {
  if (row.state === "payment_pending") return "payment";
  if (row.state === "complete") return "done";
  if (!row.company) return "company";
  return row.country === "IN" && !row.tax.state ? "location" : "plan";
}

/** What the audit log calls a sign-up. */
export function subject({ id, firstName, lastName }: { id: string; firstName: string; lastName: string }) {
  return { type: "signup_session", id, label: `${firstName} ${lastName}` };
}

/** The later of two states: going back to an earlier page does not undo what was reached. */
export function later(a: SignupState, b: SignupState): SignupState {
  return order.indexOf(a) >= order.indexOf(b) ? a : b;
}

function isEqual(a: string, b: string): boolean {
  return timingSafeEqual(Buffer.from(a), Buffer.from(b));
}
