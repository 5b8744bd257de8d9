import { createRoute, z } from "@hono/zod-openapi";
import * as Dataset from "#core/dataset/index.ts";
import { AddFiles, DatasetFile, Dataset as DatasetItem, DatasetQuery, FileChunk, FileStatus } from "#schema/dataset.ts";
import { oneOrMany, Page, PageQuery } from "#schema/page.ts";
import { DatasetAnswer } from "#schema/run.ts";
import { accepts, answers, body, Items, nothing, router, withId } from "../edge/router.ts";

const tags = ["knowledge base"];
const Filter = z.strictObject({
  ...PageQuery.shape,
  status: oneOrMany(FileStatus),
  q: z.string().trim().min(2).max(200).optional(),
});
export const knowledge = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/datasets",
      tags,
      summary: "Datasets",
      responses: answers(Items(DatasetItem)),
    }),
    async (c) => c.json({ items: await Dataset.list() }, 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/datasets/{id}",
      tags,
      summary: "One dataset",
      request: withId,
      responses: answers(DatasetItem),
    }),
    async (c) => c.json(await Dataset.get(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/datasets/{id}/files",
      tags,
      summary: "Files of a dataset",
      request: { ...withId, query: Filter },
      responses: answers(Page(DatasetFile)),
    }),
    async (c) => c.json(await Dataset.files(c.req.valid("param").id, c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/datasets/{id}/files",
      tags,
      summary: "Add uploaded files",
      request: { ...withId, ...body(AddFiles) },
      responses: accepts(Items(DatasetFile)),
    }),
    async (c) => c.json({ items: await Dataset.addFiles(c.req.valid("param").id, c.req.valid("json")) }, 202),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/datasets/query",
      tags,
      summary: "Try a retrieval",
      request: body(DatasetQuery),
      responses: answers(DatasetAnswer),
    }),
    async (c) => c.json(await Dataset.tryQuery(c.req.valid("json")), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/dataset-files/{id}",
      tags,
      summary: "One file",
      request: withId,
      responses: answers(DatasetFile),
    }),
    async (c) => c.json(await Dataset.file(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/dataset-files/{id}/chunks",
      tags,
      summary: "Passages of a file",
      request: { ...withId, query: PageQuery },
      responses: answers(Page(FileChunk)),
    }),
    async (c) => c.json(await Dataset.chunks(c.req.valid("param").id, c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/dataset-files/{id}/enable",
      tags,
      summary: "Use in retrieval again",
      request: withId,
      responses: answers(DatasetFile),
    }),
    async (c) => c.json(await Dataset.setFileEnabled(c.req.valid("param").id, true), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/dataset-files/{id}/disable",
      tags,
      summary: "Hide from retrieval",
      request: withId,
      responses: answers(DatasetFile),
    }),
    async (c) => c.json(await Dataset.setFileEnabled(c.req.valid("param").id, false), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/dataset-files/{id}/reprocess",
      tags,
      summary: "Read the file again",
      request: withId,
      responses: answers(DatasetFile),
    }),
    async (c) => c.json(await Dataset.reprocess(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "delete",
      path: "/dataset-files/{id}",
      tags,
      summary: "Remove a file",
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
      method: "get",
      path: "/dataset-files/{id}/download",
      tags,
      summary: "Address of the original",
      request: withId,
      responses: answers(z.object({ url: z.string() })),
    }),
    async (c) => c.json(await Dataset.download(c.req.valid("param").id), 200),
  );
