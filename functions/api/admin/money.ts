import { createRoute } from "@hono/zod-openapi";
import * as CreditDesk from "#core/credit/desk.ts";
import * as Price from "#core/price/index.ts";
import * as SpendDesk from "#core/spend/desk.ts";
import { CreditAdjust, CreditBalance, CreditTopUp } from "#schema/credit.ts";
import { ModelPrice, ModelPriceFilter, ModelPriceInput } from "#schema/model-price.ts";
import { Page } from "#schema/page.ts";
import { PlatformCapInput, PlatformSpend } from "#schema/spend.ts";
import { keyRequired } from "../edge/idempotency.ts";
import { answers, body, creates, router, withId } from "../edge/router.ts";

/** Credits of clients, prices of models, and what the platform may cost. */
export const money = router()
  .openapi(
    createRoute({
      method: "post",
      path: "/tenants/{id}/credits/adjust",
      tags: ["credits"],
      summary: "Give or take credits with a reason (needs recent proof)",
      middleware: keyRequired,
      request: { ...withId, ...body(CreditAdjust) },
      responses: answers(CreditBalance),
    }),
    async (c) => c.json(await CreditDesk.adjust(c.req.valid("param").id, c.req.valid("json")), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/tenants/{id}/credits/topups",
      tags: ["credits"],
      summary: "Add credits that were paid for outside (needs recent proof)",
      middleware: keyRequired,
      request: { ...withId, ...body(CreditTopUp) },
      responses: answers(CreditBalance),
    }),
    async (c) => c.json(await CreditDesk.topUp(c.req.valid("param").id, c.req.valid("json")), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/model-prices",
      tags: ["usage"],
      summary: "What models cost, and did",
      request: { query: ModelPriceFilter },
      responses: answers(Page(ModelPrice)),
    }),
    async (c) => c.json(await Price.list(c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/model-prices",
      tags: ["usage"],
      summary: "Add a price from a day on",
      request: body(ModelPriceInput),
      responses: creates(ModelPrice),
    }),
    async (c) => c.json(await Price.add(c.req.valid("json")), 201),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/spend",
      tags: ["usage"],
      summary: "Provider cost of the day over all clients",
      responses: answers(PlatformSpend),
    }),
    async (c) => c.json(await SpendDesk.platform(), 200),
  )
  .openapi(
    createRoute({
      method: "put",
      path: "/spend/cap",
      tags: ["usage"],
      summary: "Set what all clients together may cost in a day",
      request: body(PlatformCapInput),
      responses: answers(PlatformSpend),
    }),
    async (c) => c.json(await SpendDesk.setPlatformCap(c.req.valid("json").capMinor), 200),
  );
