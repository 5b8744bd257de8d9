import { createRoute } from "@hono/zod-openapi";
import { handle } from "hono/aws-lambda";
import * as Upload from "#core/upload/index.ts";
import * as storage from "#platform/storage.ts";
import { UploadInput, UploadStored, UploadTicket } from "#schema/dataset.ts";
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
  );

export const app = portalSurface("media", routes, { stores: { s3: storage.reachable } });
export const handler = handle(app);
