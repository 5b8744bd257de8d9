import { createRoute } from "@hono/zod-openapi";
import * as Credit from "#core/credit/index.ts";
import * as SpendDesk from "#core/spend/desk.ts";
import * as Usage from "#core/usage/index.ts";
import { CreditBalance, CreditEntry, CreditRate, LedgerQuery } from "#schema/credit.ts";
import { Page } from "#schema/page.ts";
import { SpendBalance, SpendCapInput } from "#schema/spend.ts";
import { OwnUsageExport, OwnUsageQuery, UsagePage } from "#schema/usage.ts";
import { answers, body, Items, router } from "../edge/router.ts";
import { sendTable, tableRoute } from "../usage.ts";

export const credits = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/credits",
      tags: ["credits"],
      summary: "Balance",
      responses: answers(CreditBalance),
    }),
    async (c) => c.json(await Credit.balance(), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/credits/ledger",
      tags: ["credits"],
      summary: "Ledger",
      request: { query: LedgerQuery },
      responses: answers(Page(CreditEntry)),
    }),
    async (c) => c.json(await Credit.ledger(c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/credits/rates",
      tags: ["credits"],
      summary: "What each kind of work costs",
      responses: answers(Items(CreditRate)),
    }),
    async (c) => c.json({ items: await Credit.rates() }, 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/credits/usage",
      tags: ["usage"],
      summary: "What was used",
      request: { query: OwnUsageQuery },
      responses: answers(UsagePage),
    }),
    async (c) => c.json(await Usage.report(c.req.valid("query")), 200),
  )
  .openapi(tableRoute("/credits/usage/export", OwnUsageExport), async (c) => sendTable(c, c.req.valid("query")))
  .openapi(
    createRoute({
      method: "get",
      path: "/spend",
      tags: ["credits"],
      summary: "Provider cost of the month against its cap",
      responses: answers(SpendBalance),
    }),
    async (c) => c.json(await SpendDesk.balance(), 200),
  )
  .openapi(
    createRoute({
      method: "put",
      path: "/spend/cap",
      tags: ["credits"],
      summary: "Set the monthly cap; the client may lower it",
      request: body(SpendCapInput),
      responses: answers(SpendBalance),
    }),
    async (c) => c.json(await SpendDesk.setCap(c.req.valid("json").capMinor), 200),
  );
