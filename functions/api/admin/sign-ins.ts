import { createRoute } from "@hono/zod-openapi";
import { houses } from "#core/channel/houses.ts";
import { SignInHouse } from "#schema/connect.ts";
import { answers, Items, router } from "../edge/router.ts";

export const signIns = router().openapi(
  createRoute({
    method: "get",
    path: "/sign-ins",
    tags: ["channels"],
    summary: "Where clients' accounts are signed in to, and how they stand",
    responses: answers(Items(SignInHouse)),
  }),
  async (c) => c.json({ items: await houses() }, 200),
);
