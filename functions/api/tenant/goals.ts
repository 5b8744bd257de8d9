import { createRoute, z } from "@hono/zod-openapi";
import * as People from "#core/action-item/people.ts";
import * as Plans from "#core/deliverable-plan/read.ts";
import { count } from "#core/goal/order.ts";
import * as Goal from "#core/goal/read.ts";
import * as Track from "#core/goal/track.ts";
import { ActionItem, ActionItemAssign, ActionItemEdit } from "#schema/action-item.ts";
import { GoalDetail, GoalEdit, Goal as GoalItem, GoalMeasure, GoalTarget } from "#schema/goal.ts";
import { rowVersionOf, tag } from "../edge/etag.ts";
import { accepts, answers, body, Items, router, withId } from "../edge/router.ts";

const tags = ["planning"];
const oneGoal = { tags, responses: answers(GoalDetail) };
const items = { tags, responses: answers(Items(ActionItem)) };
const allItems = async () => ({ items: await Plans.actionItems() });

/** What a plan aims at, and what people do once for it. */
export const goals = router()
  .openapi(
    createRoute({ method: "get", path: "/goals", tags, summary: "Goals", responses: answers(Items(GoalItem)) }),
    async (c) => c.json({ items: await Goal.list() }, 200),
  )
  .openapi(
    createRoute({ method: "get", path: "/goals/{id}", summary: "A goal, measured", request: withId, ...oneGoal }),
    async (c) => c.json(await Goal.get(c.req.valid("param").id), 200),
  )
  .openapi(
    createRoute({
      method: "patch",
      path: "/goals/{id}",
      summary: "Word a goal anew",
      request: { ...withId, ...body(GoalEdit) },
      ...oneGoal,
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      await Track.edit(id, c.req.valid("json"), rowVersionOf(c));
      return c.json(tag(c, await Goal.get(id)), 200);
    },
  )
  .openapi(
    createRoute({
      method: "put",
      path: "/goals/{id}/measurements",
      summary: "What was measured on a day",
      request: { ...withId, ...body(GoalMeasure) },
      ...oneGoal,
    }),
    async (c) => {
      await Track.measure(c.req.valid("param").id, c.req.valid("json"));
      return c.json(await Goal.get(c.req.valid("param").id), 200);
    },
  )
  .openapi(
    createRoute({
      method: "put",
      path: "/goals/{id}/target",
      summary: "Another target",
      request: { ...withId, ...body(GoalTarget) },
      ...oneGoal,
    }),
    async (c) => {
      await Track.retarget(c.req.valid("param").id, c.req.valid("json"));
      return c.json(await Goal.get(c.req.valid("param").id), 200);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/goals/{id}/count",
      tags,
      summary: "Count it from what is measured",
      request: withId,
      responses: accepts(z.object({ ordered: z.literal(true) })),
    }),
    async (c) => {
      await count(c.req.valid("param").id);
      return c.json({ ordered: true as const }, 202);
    },
  )
  .openapi(
    createRoute({ method: "post", path: "/goals/{id}/archive", summary: "Archive", request: withId, ...oneGoal }),
    async (c) => {
      await Track.archive(c.req.valid("param").id);
      return c.json(await Goal.get(c.req.valid("param").id), 200);
    },
  )
  .openapi(
    createRoute({ method: "post", path: "/goals/{id}/restore", summary: "Bring back", request: withId, ...oneGoal }),
    async (c) => {
      await Track.restore(c.req.valid("param").id);
      return c.json(await Goal.get(c.req.valid("param").id), 200);
    },
  )
  .openapi(
    createRoute({ method: "get", path: "/action-items", summary: "One-time tasks of the plan", ...items }),
    async (c) => c.json(await allItems(), 200),
  )
  .openapi(
    createRoute({
      method: "patch",
      path: "/action-items/{id}",
      summary: "Word a task anew",
      request: { ...withId, ...body(ActionItemEdit) },
      ...items,
    }),
    async (c) => {
      await People.edit(c.req.valid("param").id, c.req.valid("json"), rowVersionOf(c));
      return c.json(await allItems(), 200);
    },
  )
  .openapi(
    createRoute({
      method: "put",
      path: "/action-items/{id}/assignee",
      summary: "Who does a task of people",
      request: { ...withId, ...body(ActionItemAssign) },
      ...items,
    }),
    async (c) => {
      await People.assign(c.req.valid("param").id, c.req.valid("json").userId);
      return c.json(await allItems(), 200);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/action-items/{id}/task",
      summary: "Make it a task among the work",
      request: withId,
      ...items,
    }),
    async (c) => {
      await People.toTask(c.req.valid("param").id);
      return c.json(await allItems(), 200);
    },
  )
  .openapi(
    createRoute({ method: "post", path: "/action-items/{id}/done", summary: "Done", request: withId, ...items }),
    async (c) => {
      await People.finish(c.req.valid("param").id);
      return c.json(await allItems(), 200);
    },
  )
  .openapi(
    createRoute({ method: "post", path: "/action-items/{id}/dismiss", summary: "Dismiss", request: withId, ...items }),
    async (c) => {
      await People.dismiss(c.req.valid("param").id);
      return c.json(await allItems(), 200);
    },
  );
