import * as Effect from "#core/effect/index.ts";
import { authRole } from "#platform/auth-role.ts";
import { transaction } from "#platform/db.ts";
import { seal } from "#platform/secrets.ts";
import type { AuthTokenPurpose } from "#schema/account.ts";
import { newId } from "#schema/ids.ts";
import type { SessionApp } from "#schema/roles.ts";

export { send } from "./send.ts";

/** A mail that concerns a person's account and no tenant. */
export interface Order {
  /** Slug of the template. */
  template: string;
  address: string;
  /** Whom it is for, where that is known. Without it the owner of the address is looked up when it is sent. */
  userId?: string;
  /** The mail carries a fresh link for this, made when it is sent: no secret waits in any store. */
  purpose?: AuthTokenPurpose;
  /** Whose portal the link opens; default the first the person may enter. */
  app?: SessionApp;
  /** More words of the template. They may hold secrets: they are kept encrypted until the mail is out. */
  words?: Record<string, string>;
}

/** Orders a mail within the open transaction. It takes the same steps whether anybody has the address or not. */
export async function order({ template, address, userId, purpose, app, words }: Order): Promise<void> {
  const id = newId("accountMail");
  await transaction(async (tx) => {
    await tx
      .insertInto("accountMails")
      .values({
        id,
        userId: userId ?? null,
        address,
        templateSlug: template,
        locale: "en",
        purpose: purpose ?? null,
        app: app ?? null,
        wordsCipher: words ? seal(JSON.stringify(words), id) : null,
      })
      .execute();
    await Effect.job("notifications__account", { mailId: id });
  }, authRole);
}
