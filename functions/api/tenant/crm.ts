import { createRoute } from "@hono/zod-openapi";
import * as Sync from "#core/crm/sync.ts";
import { CrmSync } from "#schema/crm.ts";
import { accepts, answers, router } from "../edge/router.ts";

const tags = ["channels"];

export const crm = router()
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
