import { createRoute } from "@hono/zod-openapi";
import * as Connect from "#core/crm/connect.ts";
import * as Sync from "#core/crm/sync.ts";
import { CrmDoor, CrmReturn, CrmSync } from "#schema/crm.ts";
import { accepts, answers, body, router } from "../edge/router.ts";

const tags = ["channels"];

export const crm = router()
  .openapi(
    createRoute({
      method: "post",
      path: "/channels/hubspot/authorise",
      tags,
      summary: "Where to let us into HubSpot",
      responses: answers(CrmDoor),
    }),
    async (c) => c.json({ url: await Connect.door() }, 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/channels/hubspot/connect",
      tags,
      summary: "Take up what the person came back with",
      request: body(CrmReturn),
      responses: accepts(CrmSync),
    }),
    async (c) => c.json(await Connect.connect(c.req.valid("json")), 202),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/channels/hubspot/sync",
      tags,
      summary: "How far HubSpot was read",
      responses: answers(CrmSync),
    }),
    async (c) => c.json(await Sync.get(), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/channels/hubspot/sync",
      tags,
      summary: "Read what changed in HubSpot",
      responses: accepts(CrmSync),
    }),
    async (c) => c.json(await Sync.request(), 202),
  );
