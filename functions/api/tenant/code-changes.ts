import { createRoute, z } from "@hono/zod-openapi";
import * as CodeChanges from "#core/code-change/index.ts";
import * as Read from "#core/code-change/read.ts";
import { CodeChange, CodeChangeDetail, CodeChangeFilter, FixOrder } from "#schema/code-change.ts";
import { id } from "#schema/ids.ts";
import { Page } from "#schema/page.ts";
import { accepts, answers, body, router, withId } from "../edge/router.ts";

const tags = ["websites"];

export const codeChanges = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/code-changes",
      tags,
      summary: "Changes that were proposed for the site",
      request: { query: CodeChangeFilter },
      responses: answers(Page(CodeChange)),
    }),
    async (c) => c.json(await Read.list(c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/code-changes/{id}",
      tags,
      summary: "One change with its differences",
      request: withId,
      responses: answers(CodeChangeDetail),
    }),
    async (c) => c.json(await Read.get(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/site-audits/{id}/fix",
      tags,
      summary: "Have findings of an audit mended",
      request: { ...withId, ...body(FixOrder) },
      responses: accepts(z.object({ codeChangeId: id("codeChange") })),
    }),
    async (c) => {
      const codeChangeId = await CodeChanges.propose(c.req.valid("param").id, c.req.valid("json"));
      return c.json({ codeChangeId }, 202);
    },
  );
