import { createRoute } from "@hono/zod-openapi";
import * as Account from "#core/account/index.ts";
import { Passkey, PasskeyName } from "#schema/account.ts";
import {
  PasskeyOptions,
  PasskeyRegistration,
  Reauth,
  ReauthResult,
  RecoveryCodes,
  TotpConfirm,
  TotpConfirmed,
  TotpSetup,
} from "#schema/auth.ts";
import { answers, body, creates, Items, nothing, router, withId } from "../edge/router.ts";
import { entered } from "./entry.ts";

const tags = ["account"];

export const factors = router()
  .openapi(
    createRoute({
      method: "post",
      path: "/reauth",
      tags,
      summary: "Prove again who I am",
      request: body(Reauth),
      responses: answers(ReauthResult),
    }),
    async (c) => c.json(entered(c, await Account.reauth(c.req.valid("json"))), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/reauth/passkey/options",
      tags,
      summary: "Begin to prove it with a passkey",
      responses: answers(PasskeyOptions),
    }),
    async (c) => c.json(await Account.reauthOptions(), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/totp/setup",
      tags,
      summary: "Begin to set up a second factor (needs a recent proof of identity)",
      responses: answers(TotpSetup),
    }),
    async (c) => c.json(await Account.setupTotp(), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/totp/confirm",
      tags,
      summary: "Confirm it with its first code",
      request: body(TotpConfirm),
      responses: answers(TotpConfirmed),
    }),
    async (c) => c.json(entered(c, await Account.confirmTotp(c.req.valid("json"))), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/totp/disable",
      tags,
      summary: "Switch the second factor off (needs a recent proof of identity)",
      request: body(TotpConfirm),
      responses: nothing,
    }),
    async (c) => {
      await Account.disableTotp(c.req.valid("json"));
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/totp/recovery-codes",
      tags,
      summary: "New recovery codes (needs a recent proof of identity)",
      responses: answers(RecoveryCodes),
    }),
    async (c) => c.json(await Account.renewRecoveryCodes(), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/passkeys",
      tags,
      summary: "My passkeys",
      responses: answers(Items(Passkey)),
    }),
    async (c) => c.json({ items: await Account.passkeys() }, 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/passkeys/options",
      tags,
      summary: "Begin to add a passkey (needs a recent proof of identity)",
      responses: answers(PasskeyOptions),
    }),
    async (c) => c.json(await Account.passkeyRegistration(), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/passkeys",
      tags,
      summary: "Add a passkey",
      request: body(PasskeyRegistration),
      responses: creates(Passkey),
    }),
    async (c) => c.json(await Account.addPasskey(c.req.valid("json")), 201),
  )
  .openapi(
    createRoute({
      method: "patch",
      path: "/passkeys/{id}",
      tags,
      summary: "Name a passkey",
      request: { ...withId, ...body(PasskeyName) },
      responses: answers(Passkey),
    }),
    async (c) => c.json(await Account.renamePasskey(c.req.valid("param").id, c.req.valid("json")), 200),
  )
  .openapi(
    createRoute({
      method: "delete",
      path: "/passkeys/{id}",
      tags,
      summary: "Remove a passkey (needs a recent proof of identity)",
      request: withId,
      responses: nothing,
    }),
    async (c) => {
      await Account.removePasskey(c.req.valid("param").id);
      return c.body(null, 204);
    },
  );
