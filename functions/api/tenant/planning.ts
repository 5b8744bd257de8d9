import { createRoute, z } from "@hono/zod-openapi";
import { edit } from "#core/context/edit.ts";
import * as Context from "#core/context/read.ts";
import { edit as editPlan } from "#core/deliverable-plan/edit.ts";
import * as Plans from "#core/deliverable-plan/read.ts";
import * as Onboarding from "#core/onboarding/index.ts";
import * as Setup from "#core/setup/index.ts";
import { retry } from "#core/setup/retry.ts";
import { edit as editStrategy } from "#core/strategy/edit.ts";
import * as Strategy from "#core/strategy/read.ts";
import { VersionDiff } from "#schema/changes.ts";
import { ContextEdit, ContextFile, ContextFiles, RefreshNotes } from "#schema/context.ts";
import { DeliverablePlan, PlanEdit, PlanType, PlanVersion } from "#schema/deliverable-plan.ts";
import { SetupRetry, SetupState } from "#schema/setup.ts";
import { StrategyEdit, Strategy as StrategyItem, StrategyVersion } from "#schema/strategy.ts";
import { answers, body, Items, router } from "../edge/router.ts";

const tags = ["planning"];
const Against = z.strictObject({ against: z.coerce.number().int().min(1).max(100_000).optional() });
const ofVersion = { params: z.object({ version: z.coerce.number().int().min(1).max(100_000) }) };

export const planning = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/setup",
      tags,
      summary: "How far the setup is",
      responses: answers(SetupState),
    }),
    async (c) => c.json(await Setup.state(), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/setup/retry",
      tags,
      summary: "Go on where the setup stopped",
      request: body(SetupRetry.partial()),
      responses: answers(SetupState),
    }),
    async (c) => {
      await retry(c.req.valid("json").step);
      return c.json(await Setup.state(), 200);
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/context",
      tags,
      summary: "The context file and its versions",
      responses: answers(ContextFiles),
    }),
    async (c) => c.json(await Context.list(), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/context/{version}",
      tags,
      summary: "A version of the context file",
      request: ofVersion,
      responses: answers(ContextFile),
    }),
    async (c) => c.json(await Context.get(c.req.valid("param").version), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/context/{version}/diff",
      tags,
      summary: "What changed up to a version",
      request: { ...ofVersion, query: Against },
      responses: answers(VersionDiff),
    }),
    async (c) => c.json(await Context.diff(c.req.valid("param").version, c.req.valid("query").against), 200),
  )
  .openapi(
    createRoute({
      method: "put",
      path: "/context",
      tags,
      summary: "Write a new version by hand",
      request: body(ContextEdit),
      responses: answers(ContextFiles),
    }),
    async (c) => {
      await edit(c.req.valid("json"));
      return c.json(await Context.list(), 200);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/context/refresh",
      tags,
      summary: "Research and write anew",
      request: body(RefreshNotes),
      responses: answers(SetupState),
    }),
    async (c) => {
      await Onboarding.refresh(c.req.valid("json").notes);
      return c.json(await Setup.state(), 200);
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/strategies",
      tags,
      summary: "Versions of the strategy",
      responses: answers(Items(StrategyVersion)),
    }),
    async (c) => c.json({ items: await Strategy.list() }, 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/strategies/{version}",
      tags,
      summary: "A version of the strategy",
      request: ofVersion,
      responses: answers(StrategyItem),
    }),
    async (c) => c.json(await Strategy.get(c.req.valid("param").version), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/strategies/{version}/diff",
      tags,
      summary: "What changed up to a version",
      request: { ...ofVersion, query: Against },
      responses: answers(VersionDiff),
    }),
    async (c) => c.json(await Strategy.diff(c.req.valid("param").version, c.req.valid("query").against), 200),
  )
  .openapi(
    createRoute({
      method: "put",
      path: "/strategies/{version}",
      tags,
      summary: "Write the newest version anew by hand",
      request: { ...ofVersion, ...body(StrategyEdit) },
      responses: answers(StrategyItem),
    }),
    async (c) => {
      const version = await editStrategy(c.req.valid("param").version, c.req.valid("json"));
      return c.json(await Strategy.get(version), 200);
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/plans",
      tags,
      summary: "Versions of the plan",
      responses: answers(Items(PlanVersion)),
    }),
    async (c) => c.json({ items: await Plans.list() }, 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/plans/{version}",
      tags,
      summary: "A version of the plan",
      request: ofVersion,
      responses: answers(DeliverablePlan),
    }),
    async (c) => c.json(await Plans.get(c.req.valid("param").version), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/plans/{version}/diff",
      tags,
      summary: "What changed up to a version",
      request: { ...ofVersion, query: Against },
      responses: answers(VersionDiff),
    }),
    async (c) => c.json(await Plans.diff(c.req.valid("param").version, c.req.valid("query").against), 200),
  )
  .openapi(
    createRoute({
      method: "put",
      path: "/plans/{version}",
      tags,
      summary: "Change the quantities of the newest version by hand",
      request: { ...ofVersion, ...body(PlanEdit) },
      responses: answers(DeliverablePlan),
    }),
    async (c) => {
      const version = await editPlan(c.req.valid("param").version, c.req.valid("json"));
      return c.json(await Plans.get(version), 200);
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/plan-types",
      tags,
      summary: "What a plan may hold",
      responses: answers(Items(PlanType)),
    }),
    async (c) => c.json({ items: await Plans.types() }, 200),
  );
