import { createRoute } from "@hono/zod-openapi";
import { handle } from "hono/aws-lambda";
import * as Library from "#core/media/library.ts";
import * as Upload from "#core/upload/index.ts";
import * as storage from "#platform/storage.ts";
import { UploadInput, UploadStored, UploadTicket } from "#schema/dataset.ts";
import { MediaAsset, MediaFilter, MediaInput } from "#schema/media.ts";
import { Page } from "#schema/page.ts";
import { portalSurface } from "../edge/portal.ts";
import { answers, body, creates, router, withId } from "../edge/router.ts";

const routes = router()
  .openapi(
    createRoute({
      method: "post",
      path: "/uploads",
      tags: ["uploads"],
      summary: "Address to send a file to",
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
      request: withId,
      responses: answers(UploadStored),
    }),
    async (c) => c.json(await Upload.complete(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/assets",
      tags: ["media"],
      summary: "The library",
      request: { query: MediaFilter },
      responses: answers(Page(MediaAsset)),
    }),
    async (c) => c.json(await Library.list(c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/assets",
      tags: ["media"],
      summary: "Put an uploaded picture into the library",
      request: body(MediaInput),
      responses: creates(MediaAsset),
    }),
    async (c) => c.json(await Library.add(c.req.valid("json")), 201),
  );

export const app = portalSurface("media", routes, { stores: { s3: storage.reachable } });
export const handler = handle(app);
