import { createRoute } from "@hono/zod-openapi";
import { exported } from "#core/contact/export.ts";
import { importContacts } from "#core/contact/import.ts";
import * as Contacts from "#core/contact/index.ts";
import * as Segments from "#core/contact/segment.ts";
import * as Settings from "#core/letter/settings.ts";
import {
  Contact,
  ContactExport,
  ContactFilter,
  ContactImport,
  ContactInput,
  ContactPatch,
  ImportResult,
  MailSettings,
  MailSettingsPatch,
  Reach,
  Segment,
  SegmentFilter,
  SegmentInput,
  SuppressionInput,
} from "#schema/contact.ts";
import { Page } from "#schema/page.ts";
import { rowVersionOf, tag } from "../edge/etag.ts";
import { answers, body, creates, Items, nothing, router, withId } from "../edge/router.ts";

const tags = ["contacts"];
const table = {
  200: { description: "A line for each person", content: { "text/csv": { schema: {} } } },
} as const;

export const contacts = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/contacts",
      tags,
      summary: "The people of the client, newest first",
      request: { query: ContactFilter },
      responses: answers(Page(Contact)),
    }),
    async (c) => c.json(await Contacts.list(c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/contacts",
      tags,
      summary: "Write a person down",
      request: body(ContactInput),
      responses: creates(Contact),
    }),
    async (c) => c.json(tag(c, await Contacts.create(c.req.valid("json"))), 201),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/contacts/export",
      tags,
      summary: "Download people as a table",
      request: { query: ContactExport },
      responses: table,
    }),
    async (c) => {
      c.header("Content-Type", "text/csv; charset=utf-8");
      c.header("Content-Disposition", 'attachment; filename="contacts.csv"');
      return c.body(await exported(c.req.valid("query")), 200);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/contacts/import",
      tags,
      summary: "Take people in out of a table; a dry run first",
      request: body(ContactImport),
      responses: answers(ImportResult),
    }),
    async (c) => c.json(await importContacts(c.req.valid("json")), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/contacts/{id}",
      tags,
      summary: "One person",
      request: withId,
      responses: answers(Contact),
    }),
    async (c) => c.json(tag(c, await Contacts.get(c.req.valid("param").id)), 200),
  )
  .openapi(
    createRoute({
      method: "patch",
      path: "/contacts/{id}",
      tags,
      summary: "Change a person",
      request: { ...withId, ...body(ContactPatch) },
      responses: answers(Contact),
    }),
    async (c) =>
      c.json(tag(c, await Contacts.change(c.req.valid("param").id, c.req.valid("json"), rowVersionOf(c))), 200),
  )
  .openapi(
    createRoute({
      method: "delete",
      path: "/contacts/{id}",
      tags,
      summary: "Take a person off the list",
      request: withId,
      responses: nothing,
    }),
    async (c) => {
      await Contacts.remove(c.req.valid("param").id);
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/contacts/{id}/suppress",
      tags,
      summary: "Write nothing to a person any more",
      request: { ...withId, ...body(SuppressionInput) },
      responses: answers(Contact),
    }),
    async (c) => c.json(await Contacts.suppress(c.req.valid("param").id, c.req.valid("json")), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/contact-segments",
      tags,
      summary: "Saved filters, each with its number of people",
      responses: answers(Items(Segment)),
    }),
    async (c) => c.json({ items: await Segments.list() }, 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/contact-segments",
      tags,
      summary: "Save a filter",
      request: body(SegmentInput),
      responses: creates(Segment),
    }),
    async (c) => c.json(await Segments.create(c.req.valid("json")), 201),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/contact-segments/reach",
      tags,
      summary: "How many people a filter means",
      request: body(SegmentFilter),
      responses: answers(Reach),
    }),
    async (c) => c.json(await Segments.reach(c.req.valid("json")), 200),
  )
  .openapi(
    createRoute({
      method: "put",
      path: "/contact-segments/{id}",
      tags,
      summary: "Change a segment",
      request: { ...withId, ...body(SegmentInput) },
      responses: answers(Segment),
    }),
    async (c) => c.json(await Segments.change(c.req.valid("param").id, c.req.valid("json")), 200),
  )
  .openapi(
    createRoute({
      method: "delete",
      path: "/contact-segments/{id}",
      tags,
      summary: "Take a segment away",
      request: withId,
      responses: nothing,
    }),
    async (c) => {
      await Segments.remove(c.req.valid("param").id);
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/mail-settings",
      tags,
      summary: "What stands under the client's mails",
      responses: answers(MailSettings),
    }),
    async (c) => c.json(await Settings.get(), 200),
  )
  .openapi(
    createRoute({
      method: "patch",
      path: "/mail-settings",
      tags,
      summary: "Change it",
      request: body(MailSettingsPatch),
      responses: answers(MailSettings),
    }),
    async (c) => c.json(await Settings.change(c.req.valid("json")), 200),
  );
