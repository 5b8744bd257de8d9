import { createRoute, z } from "@hono/zod-openapi";
import { choose, comeBack, door, offers } from "#core/channel/sign-in.ts";
import {
  AccountOffers,
  ChoiceQuery,
  ChooseAccount,
  SignIn,
  SignInDoor,
  SignInResult,
  SignInReturn,
} from "#schema/connect.ts";
import { id } from "#schema/ids.ts";
import { answers, body, creates, router } from "../edge/router.ts";

const tags = ["channels"];
const withType = { params: z.object({ provider: z.string().min(1).max(60) }) } as const;

/** Signing in at a provider: the way there, the way back, and the choice of the account. */
export const channelConnect = router()
  .openapi(
    createRoute({
      method: "post",
      path: "/channel-connect/callback",
      tags,
      summary: "Take up what the person came back with",
      request: body(SignInReturn),
      responses: answers(SignInResult),
    }),
    async (c) => c.json(await comeBack(c.req.valid("json")), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/channel-connect/page/select",
      tags,
      summary: "The accounts among which the person chooses",
      request: { query: ChoiceQuery },
      responses: answers(AccountOffers),
    }),
    async (c) => c.json(await offers(c.req.valid("query").choice), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/channel-connect/page/select",
      tags,
      summary: "Connect the account that was chosen",
      request: body(ChooseAccount),
      responses: creates(z.object({ id: id("channel") })),
    }),
    async (c) => c.json({ id: await choose(c.req.valid("json")) }, 201),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/channel-connect/{provider}/connect",
      tags,
      summary: "Where to let us into an account",
      request: { ...withType, ...body(SignIn) },
      responses: answers(SignInDoor),
    }),
    async (c) => c.json({ url: await door(c.req.valid("param").provider, c.req.valid("json")) }, 200),
  );
