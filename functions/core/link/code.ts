import * as AccountMail from "#core/account-mail/index.ts";
import * as Limit from "#core/limit/index.ts";
import { tenant } from "#platform/actor.ts";
import type { Tx } from "#platform/db.ts";
import { transaction } from "#platform/db.ts";
import { redis } from "#platform/redis.ts";
import { randomDigits, same, sha256 } from "#platform/secrets.ts";
import { linkCode } from "#schema/approval-link.ts";
import { AppError } from "#schema/errors.ts";
import { self } from "./admit.ts";
import { openSession } from "./session.ts";
import { masked } from "./token.ts";

const keyOf = (linkId: string) => `link:code:${linkId}`;
const hashOf = (linkId: string, code: string) => sha256(`${linkId}:${code}`);

/**
 * Mails a code to the address the link was made for: whoever only found the link cannot read it. A new code ends the one before.
 * @throws auth.forbidden for a link that may not decide; request.rate_limited after five an hour
 */
export async function sendCode(): Promise<{ sentTo: string; expiresIn: number }> {
  const { linkId, canDecide, name } = self();
  if (!canDecide) throw new AppError("auth.forbidden", "This link is for reading and talking; it needs no code.");
  await Limit.spend({ "link_code.link": linkId });
  const code = randomDigits(linkCode.digits);
  return transaction(async (tx) => {
    const { contactEmail, tenantName } = await facts(tx, linkId);
    const key = keyOf(linkId);
    await redis()
      .multi()
      .del(key)
      .hset(key, { hash: hashOf(linkId, code) })
      .expire(key, linkCode.seconds)
      .exec();
    await AccountMail.order({
      template: "sign-in-code",
      address: contactEmail,
      words: { code, contactName: name, tenantName },
    });
    return { sentTo: masked(contactEmail), expiresIn: linkCode.seconds };
  });
}

/**
 * Takes the mailed code, once. Five tries a code and ten a day, counted before anything is compared.
 * @throws auth.bad_code; auth.locked when the tries of the code are used up; request.rate_limited
 */
export async function verify(code: string): Promise<{ session: string; until: string }> {
  const { linkId } = self();
  await Limit.spend({ "link_try.link": linkId });
  const key = keyOf(linkId);
  const hash = await redis().hget(key, "hash");
  if (!hash) throw new AppError("auth.bad_code", "There is no code any more. Have a new one mailed.");
  if ((await redis().hincrby(key, "tries", 1)) > linkCode.tries)
    throw new AppError("auth.locked", "This code was tried too often. Have a new one mailed.");
  if (!same(hash, hashOf(linkId, code))) throw new AppError("auth.bad_code", "This is not the code of the mail.");
  // Whoever takes the key away is the one whose code it was: two at the same moment are one.
  if ((await redis().del(key)) === 0)
    throw new AppError("auth.bad_code", "There is no code any more. Have a new one mailed.");
  await transaction((tx) =>
    tx
      .updateTable("approvalLinks")
      .set({ verifiedAt: new Date() })
      .where("tenantId", "=", tenant())
      .where("id", "=", linkId)
      .execute(),
  );
  return openSession(linkId);
}

function facts(tx: Tx, linkId: string) {
  return tx
    .selectFrom("approvalLinks as l")
    .innerJoin("tenants as t", "t.id", "l.tenantId")
    .select(["l.contactEmail", "t.name as tenantName"])
    .where("l.tenantId", "=", tenant())
    .where("l.id", "=", linkId)
    .executeTakeFirstOrThrow();
}
