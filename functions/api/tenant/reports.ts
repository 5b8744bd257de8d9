import { createRoute, z } from "@hono/zod-openapi";
import * as Reports from "#core/report/index.ts";
import { pdf } from "#core/report/pdf.ts";
import * as Read from "#core/report/read.ts";
import { Page } from "#schema/page.ts";
import { MonthlyReportOrder, Report, ReportDetail, ReportOrder, ReportQuery } from "#schema/report.ts";
import { accepts, answers, body, nothing, router, withId } from "../edge/router.ts";

const tags = ["reports"];

export const reports = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/reports",
      tags,
      summary: "Reports",
      request: { query: ReportQuery },
      responses: answers(Page(Report)),
    }),
    async (c) => c.json(await Read.list(c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/reports/{id}",
      tags,
      summary: "A report with its sections and figures",
      request: withId,
      responses: answers(ReportDetail),
    }),
    async (c) => c.json(await Read.get(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/reports/{id}/pdf",
      tags,
      summary: "Where to load a report as PDF from",
      request: withId,
      responses: answers(z.object({ url: z.string() })),
    }),
    async (c) => c.json(await pdf(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "delete",
      path: "/reports/{id}",
      tags,
      summary: "Take a report away",
      request: withId,
      responses: nothing,
    }),
    async (c) => {
      await Reports.remove(c.req.valid("param").id);
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/reports/monthly",
      tags,
      summary: "Report a month now",
      request: body(MonthlyReportOrder),
      responses: accepts(ReportDetail),
    }),
    async (c) => c.json(await Read.get(await Reports.requestMonth(c.req.valid("json"))), 202),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/reports/generate",
      tags,
      summary: "Have a question answered by a report",
      request: body(ReportOrder),
      responses: accepts(ReportDetail),
    }),
    async (c) => c.json(await Read.get(await Reports.generate(c.req.valid("json"))), 202),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/reports/{id}/retry",
      tags,
      summary: "Try again a report that could not be written",
      request: withId,
      responses: accepts(ReportDetail),
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      await Reports.retry(id);
      return c.json(await Read.get(id), 202);
    },
  );
