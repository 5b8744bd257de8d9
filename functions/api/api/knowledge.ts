import { createRoute } from "@hono/zod-openapi";
import * as Dataset from "#core/dataset/index.ts";
import * as Upload from "#core/upload/index.ts";
import {
  AddFiles,
  DatasetFile,
  Dataset as DatasetItem,
  DatasetQuery,
  UploadInput,
  UploadStored,
  UploadTicket,
} from "#schema/dataset.ts";
import { DatasetAnswer } from "#schema/run.ts";
import { keyRequired } from "../edge/idempotency.ts";
import { scoped } from "../edge/key.ts";
import { accepts, answers, body, creates, Items, nothing, router, withId } from "../edge/router.ts";

const tags = ["knowledge base"];

export const knowledge = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/datasets",
      tags,
      summary: "Datasets",
      middleware: scoped("datasets:read"),
      responses: answers(Items(DatasetItem)),
    }),
    async (c) => c.json({ items: await Dataset.list() }, 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/datasets/query",
      tags,
      summary: "What the datasets know",
      middleware: scoped("datasets:read"),
      request: body(DatasetQuery),
      responses: answers(DatasetAnswer),
    }),
    async (c) => c.json(await Dataset.tryQuery(c.req.valid("json")), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/datasets/{id}/files",
      tags,
      summary: "Add uploaded files",
      middleware: [scoped("datasets:write"), keyRequired],
      request: { ...withId, ...body(AddFiles) },
      responses: accepts(Items(DatasetFile)),
    }),
    async (c) => c.json({ items: await Dataset.addFiles(c.req.valid("param").id, c.req.valid("json")) }, 202),
  )
  .openapi(
    createRoute({
      method: "delete",
      path: "/dataset-files/{id}",
      tags,
      summary: "Remove a file",
      middleware: scoped("datasets:write"),
      request: withId,
      responses: nothing,
    }),
    async (c) => {
      await Dataset.removeFile(c.req.valid("param").id);
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/uploads",
      tags: ["uploads"],
      summary: "Address to send a file to",
      middleware: [scoped("media:write"), keyRequired],
      request: body(UploadInput),
      responses: creates(UploadTicket),
    }),
    async (c) => c.json(await Upload.create(c.req.valid("json")), 201),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/uploads/{id}/complete",
      tags: ["uploads"],
      summary: "The bytes are there",
      middleware: scoped("media:write"),
      request: withId,
      responses: answers(UploadStored),
    }),
    async (c) => c.json(await Upload.complete(c.req.valid("param").id), 200),
  );
