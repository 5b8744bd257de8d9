import { createRoute, z } from "@hono/zod-openapi";
import * as Activity from "#core/activity/index.ts";
import * as ApiKey from "#core/api-key/index.ts";
import * as Credit from "#core/credit/index.ts";
import { Activity as ActivityItem, ActivityStatus, ActivityType } from "#schema/activity.ts";
import { ApiCaller } from "#schema/api-key.ts";
import { CreditBalance } from "#schema/credit.ts";
import { oneOrMany, Page, PageQuery } from "#schema/page.ts";
import { scoped } from "../edge/key.ts";
import { answers, router, withId } from "../edge/router.ts";

const Filter = z.strictObject({
  ...PageQuery.shape,
  status: oneOrMany(ActivityStatus),
  type: oneOrMany(ActivityType),
  blocked: z.stringbool().optional(),
});

export const work = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/me",
      tags: ["key"],
      summary: "Which workspace and key this is",
      responses: answers(ApiCaller),
    }),
    async (c) => c.json(await ApiKey.me(), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/activities",
      tags: ["activities"],
      summary: "Activities",
      middleware: scoped("activities:read"),
      request: { query: Filter },
      responses: answers(Page(ActivityItem)),
    }),
    async (c) => c.json(await Activity.list(c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/activities/{id}",
      tags: ["activities"],
      summary: "One activity",
      middleware: scoped("activities:read"),
      request: withId,
      responses: answers(ActivityItem),
    }),
    async (c) => c.json(await Activity.get(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/credits",
      tags: ["credits"],
      summary: "Balance",
      middleware: scoped("credits:read"),
      responses: answers(CreditBalance),
    }),
    async (c) => c.json(await Credit.balance(), 200),
  );
