import { createRoute, z } from "@hono/zod-openapi";
import * as Activity from "#core/activity/index.ts";
import * as Task from "#core/manual-task/index.ts";
import { ActivityDetail, TaskResult } from "#schema/activity.ts";
import { NewTask, TaskPatch } from "#schema/manual-task.ts";
import { answers, body, creates, router, withId } from "../edge/router.ts";

const tags = ["activities"];
const Reason = z.strictObject({ reason: z.string().trim().max(500).optional() });

/** Work that people do: added by hand, given to somebody, begun and done by them. It is read among the activities. */
export const tasks = router()
  .openapi(
    createRoute({
      method: "post",
      path: "/tasks",
      tags,
      summary: "Add a task that a person does",
      request: body(NewTask),
      responses: creates(ActivityDetail),
    }),
    async (c) => c.json(await Activity.detail(await Task.add(c.req.valid("json"))), 201),
  )
  .openapi(
    createRoute({
      method: "patch",
      path: "/tasks/{id}",
      tags,
      summary: "Word a task anew, give it to somebody, or tie it to other work",
      request: { ...withId, ...body(TaskPatch) },
      responses: answers(ActivityDetail),
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      await Task.edit(id, c.req.valid("json"));
      return c.json(await Activity.detail(id), 200);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/tasks/{id}/start",
      tags,
      summary: "Begin a task",
      request: withId,
      responses: answers(ActivityDetail),
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      await Task.start(id);
      return c.json(await Activity.detail(id), 200);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/tasks/{id}/finish",
      tags,
      summary: "A task is done, with what came of it",
      request: { ...withId, ...body(TaskResult) },
      responses: answers(ActivityDetail),
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      await Task.finish(id, c.req.valid("json"));
      return c.json(await Activity.detail(id), 200);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/tasks/{id}/reopen",
      tags,
      summary: "Go on with a task that was done",
      request: { ...withId, ...body(Reason) },
      responses: answers(ActivityDetail),
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      await Task.reopen(id, c.req.valid("json").reason);
      return c.json(await Activity.detail(id), 200);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/tasks/{id}/cancel",
      tags,
      summary: "Give a task up",
      request: { ...withId, ...body(Reason) },
      responses: answers(ActivityDetail),
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      await Task.cancel(id, c.req.valid("json").reason);
      return c.json(await Activity.detail(id), 200);
    },
  );
