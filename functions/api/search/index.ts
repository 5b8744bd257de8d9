import { createRoute } from "@hono/zod-openapi";
import { handle } from "hono/aws-lambda";
import * as Search from "#core/search/index.ts";
import * as typesense from "#platform/search.ts";
import { SearchInput, SearchResult } from "#schema/search.ts";
import { portalSurface } from "../edge/portal.ts";
import { answers, body, router } from "../edge/router.ts";

const routes = router().openapi(
  createRoute({
    method: "post",
    path: "/",
    tags: ["search"],
    summary: "Search everything of the client",
    request: body(SearchInput),
    responses: answers(SearchResult),
  }),
  async (c) => c.json(await Search.find(c.req.valid("json")), 200),
);

export const app = portalSurface("search", routes, { stores: { typesense: typesense.reachable } });
export const handler = handle(app);
