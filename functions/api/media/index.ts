import { createRoute, z } from "@hono/zod-openapi";
import { handle } from "hono/aws-lambda";
import { Upload } from "#core/upload/index.ts";
import { UploadInput, UploadTicket } from "#schema/dataset.ts";
import { answers, body, creates, router, withId } from "../edge/router.ts";
import { surface } from "../edge/surface.ts";

const Stored = z.object({ uploadId: z.string(), mime: z.string(), bytes: z.number().int(), sha256: z.string() });

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
      responses: answers(Stored),
    }),
    async (c) => c.json(await Upload.complete(c.req.valid("param").id), 200),
  );

export const app = surface("media", routes);
export const handler = handle(app);
