import { createRoute } from "@hono/zod-openapi";
import { handle } from "hono/aws-lambda";
import * as Dashboard from "#core/dashboard/index.ts";
import * as storage from "#platform/storage.ts";
import { Home } from "#schema/dashboard.ts";
import { approvals } from "../approvals.ts";
import { portalSurface } from "../edge/portal.ts";
import { answers, router } from "../edge/router.ts";
import { contract } from "./contract.ts";
import { onboarding } from "./onboarding.ts";

const routes = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/home",
      tags: ["home"],
      summary: "What waits, what runs, what was done",
      responses: answers(Home),
    }),
    async (c) => c.json(await Dashboard.home(), 200),
  )
  .route("/", contract)
  .route("/", onboarding)
  .route("/", approvals("client"));

export const app = portalSurface("dashboard", routes, { stores: { s3: storage.reachable } });
export const handler = handle(app);
