import { createRoute } from "@hono/zod-openapi";
import * as Mail from "#core/lead/email.ts";
import { enrich } from "#core/lead/enrich-order.ts";
import * as Lead from "#core/lead/index.ts";
import {
  LeadActivity,
  LeadDetail,
  LeadFilter,
  LeadInput,
  LeadItem,
  LeadMove,
  LeadNote,
  LeadPatch,
} from "#schema/lead.ts";
import { LeadEmail, LeadEmailOrder } from "#schema/lead-email.ts";
import { Page } from "#schema/page.ts";
import { rowVersionOf, tag } from "../edge/etag.ts";
import { keyRequired } from "../edge/idempotency.ts";
import { accepts, answers, body, creates, Items, router, withId } from "../edge/router.ts";

const tags = ["leads"];

export const leads = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/leads",
      tags,
      summary: "Leads, the last active first",
      request: { query: LeadFilter },
      responses: answers(Page(LeadItem)),
    }),
    async (c) => c.json(await Lead.list(c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/leads",
      tags,
      summary: "Write a lead down; the open lead of the same person is added to",
      middleware: keyRequired,
      request: body(LeadInput),
      responses: creates(LeadDetail),
    }),
    async (c) => c.json(tag(c, await Lead.create(c.req.valid("json"))), 201),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/leads/{id}",
      tags,
      summary: "One lead",
      request: withId,
      responses: answers(LeadDetail),
    }),
    async (c) => c.json(tag(c, await Lead.get(c.req.valid("param").id)), 200),
  )
  .openapi(
    createRoute({
      method: "patch",
      path: "/leads/{id}",
      tags,
      summary: "Change a lead",
      request: { ...withId, ...body(LeadPatch) },
      responses: answers(LeadDetail),
    }),
    async (c) => c.json(tag(c, await Lead.change(c.req.valid("param").id, c.req.valid("json"), rowVersionOf(c))), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/leads/{id}/status",
      tags,
      summary: "Move a lead through its life",
      request: { ...withId, ...body(LeadMove) },
      responses: answers(LeadDetail),
    }),
    async (c) => c.json(tag(c, await Lead.move(c.req.valid("param").id, c.req.valid("json"))), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/leads/{id}/activities",
      tags,
      summary: "What happened with a lead, newest first",
      request: withId,
      responses: answers(Items(LeadActivity)),
    }),
    async (c) => c.json({ items: await Lead.activities(c.req.valid("param").id) }, 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/leads/{id}/activities",
      tags,
      summary: "Note something about a lead",
      request: { ...withId, ...body(LeadNote) },
      responses: creates(Items(LeadActivity)),
    }),
    async (c) => c.json({ items: await Lead.note(c.req.valid("param").id, c.req.valid("json").body) }, 201),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/leads/{id}/enrich",
      tags,
      summary: "Have the company looked up",
      request: withId,
      responses: accepts(LeadDetail),
    }),
    async (c) => c.json(await enrich(c.req.valid("param").id), 202),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/leads/{id}/emails",
      tags,
      summary: "E-mails to a lead, newest first",
      request: withId,
      responses: answers(Items(LeadEmail)),
    }),
    async (c) => c.json({ items: await Mail.list(c.req.valid("param").id) }, 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/leads/{id}/emails/draft",
      tags,
      summary: "Have an e-mail written; it waits for a decision",
      request: { ...withId, ...body(LeadEmailOrder) },
      responses: accepts(LeadEmail),
    }),
    async (c) => c.json(await Mail.draft(c.req.valid("param").id, c.req.valid("json")), 202),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/lead-emails/{id}",
      tags,
      summary: "One e-mail to a lead",
      request: withId,
      responses: answers(LeadEmail),
    }),
    async (c) => c.json(await Mail.get(c.req.valid("param").id), 200),
  );
