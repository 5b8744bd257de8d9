import { createRoute } from "@hono/zod-openapi";
import * as Enrolled from "#core/nurture/enrollment.ts";
import * as Nurture from "#core/nurture/index.ts";
import { Enrollment, EnrollWish, NurtureInput, NurtureSequence, PauseWish } from "#schema/nurture.ts";
import { answers, body, creates, Items, router, withId } from "../edge/router.ts";

const tags = ["leads"];

const steering = <P extends string>(path: P, summary: string) =>
  createRoute({ method: "post", path, tags, summary, request: withId, responses: answers(NurtureSequence) });

export const nurture = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/nurture/sequences",
      tags,
      summary: "Sequences for leads",
      responses: answers(Items(NurtureSequence)),
    }),
    async (c) => c.json({ items: await Nurture.list() }, 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/nurture/sequences",
      tags,
      summary: "Write a sequence down",
      request: body(NurtureInput),
      responses: creates(NurtureSequence),
    }),
    async (c) => c.json(await Nurture.create(c.req.valid("json")), 201),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/nurture/sequences/{id}",
      tags,
      summary: "One sequence",
      request: withId,
      responses: answers(NurtureSequence),
    }),
    async (c) => c.json(await Nurture.get(c.req.valid("param").id), 200),
  )
  .openapi(steering("/nurture/sequences/{id}/activate", "Let leads enter"), async (c) =>
    c.json(await Nurture.steer(c.req.valid("param").id, "activate"), 200),
  )
  .openapi(steering("/nurture/sequences/{id}/pause", "Hold a sequence"), async (c) =>
    c.json(await Nurture.steer(c.req.valid("param").id, "pause"), 200),
  )
  .openapi(steering("/nurture/sequences/{id}/archive", "Put a sequence away"), async (c) =>
    c.json(await Nurture.steer(c.req.valid("param").id, "archive"), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/leads/{id}/nurture",
      tags,
      summary: "The sequences that a lead follows and followed",
      request: withId,
      responses: answers(Items(Enrollment)),
    }),
    async (c) => c.json({ items: await Enrolled.list(c.req.valid("param").id) }, 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/leads/{id}/nurture/enroll",
      tags,
      summary: "Have a lead follow a sequence",
      request: { ...withId, ...body(EnrollWish) },
      responses: answers(Items(Enrollment)),
    }),
    async (c) => c.json({ items: await Enrolled.enroll(c.req.valid("param").id, c.req.valid("json")) }, 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/leads/{id}/nurture/pause",
      tags,
      summary: "Hold the sequence of a lead",
      request: { ...withId, ...body(PauseWish) },
      responses: answers(Items(Enrollment)),
    }),
    async (c) => c.json({ items: await Enrolled.pause(c.req.valid("param").id, c.req.valid("json")) }, 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/leads/{id}/nurture/resume",
      tags,
      summary: "Let it go on",
      request: withId,
      responses: answers(Items(Enrollment)),
    }),
    async (c) => c.json({ items: await Enrolled.resume(c.req.valid("param").id) }, 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/leads/{id}/nurture/exit",
      tags,
      summary: "Take a lead out of its sequence",
      request: withId,
      responses: answers(Items(Enrollment)),
    }),
    async (c) => c.json({ items: await Enrolled.exit(c.req.valid("param").id) }, 200),
  );
