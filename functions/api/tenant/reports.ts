import { createRoute, z } from "@hono/zod-openapi";
import * as Reports from "#core/report/index.ts";
import { pdf } from "#core/report/pdf.ts";
import * as Read from "#core/report/read.ts";
import * as Schedule from "#core/report/schedule.ts";
import { send } from "#core/report/send.ts";
import { Page } from "#schema/page.ts";
import { MonthlyReportOrder, Report, ReportDetail, ReportOrder, ReportQuery } from "#schema/report.ts";
import { ReportSchedule, ReportScheduleInput, ReportSend } from "#schema/report-schedule.ts";
import { rowVersionOf, tag } from "../edge/etag.ts";
import { accepts, answers, body, creates, Items, nothing, router, withId } from "../edge/router.ts";

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
      path: "/reports/{id}/send",
      tags,
      summary: "Mail a report as PDF",
      request: { ...withId, ...body(ReportSend) },
      responses: nothing,
    }),
    async (c) => {
      await send(c.req.valid("param").id, c.req.valid("json").to);
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/report-schedules",
      tags,
      summary: "Standing orders of reports",
      responses: answers(Items(ReportSchedule)),
    }),
    async (c) => c.json({ items: await Schedule.list() }, 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/report-schedules",
      tags,
      summary: "Order reports once and for all",
      request: body(ReportScheduleInput),
      responses: creates(ReportSchedule),
    }),
    async (c) => c.json(await Schedule.create(c.req.valid("json")), 201),
  )
  .openapi(
    createRoute({
      method: "patch",
      path: "/report-schedules/{id}",
      tags,
      summary: "Change a standing order",
      request: { ...withId, ...body(ReportScheduleInput) },
      responses: answers(ReportSchedule),
    }),
    async (c) =>
      c.json(tag(c, await Schedule.change(c.req.valid("param").id, c.req.valid("json"), rowVersionOf(c))), 200),
  )
  .openapi(
    createRoute({
      method: "delete",
      path: "/report-schedules/{id}",
      tags,
      summary: "End a standing order",
      request: withId,
      responses: nothing,
    }),
    async (c) => {
      await Schedule.remove(c.req.valid("param").id);
      return c.body(null, 204);
    },
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
