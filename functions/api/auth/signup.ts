import { createRoute, z } from "@hono/zod-openapi";
import type { Context } from "hono";
import * as Plan from "#core/plan/index.ts";
import * as Signup from "#core/signup/index.ts";
import { Country } from "#schema/country.ts";
import { notFound } from "#schema/errors.ts";
import {
  PlanOffers,
  SignupCompany,
  SignupComplete,
  SignupDone,
  Signup as SignupItem,
  SignupLocation,
  SignupPayment,
  SignupStart,
  SignupStarted,
  signupHeader,
} from "#schema/signup.ts";
import { keyRequired } from "../edge/idempotency.ts";
import { answers, body, creates, router, withId } from "../edge/router.ts";
import { entered } from "./entry.ts";

const tags = ["sign-up"];

/** Signing up, step by step. Each step shows the token of the sign-up in the header x-signup-token. */
export const signup = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/plans",
      tags,
      summary: "Public plans and prices of a country",
      request: { query: z.strictObject({ country: Country }) },
      responses: answers(PlanOffers),
    }),
    async (c) => c.json(await Plan.offers(c.req.valid("query").country), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/signup",
      tags,
      summary: "Step 1: who",
      request: body(SignupStart),
      responses: creates(SignupStarted),
    }),
    async (c) => c.json(await Signup.start(c.req.valid("json"), c.req.header(signupHeader)), 201),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/signup/{id}",
      tags,
      summary: "Go on with a sign-up",
      request: withId,
      responses: answers(SignupItem),
    }),
    async (c) => c.json(await Signup.get(...own(c)), 200),
  )
  .openapi(
    createRoute({
      method: "patch",
      path: "/signup/{id}/company",
      tags,
      summary: "Step 2: which company",
      request: { ...withId, ...body(SignupCompany) },
      responses: answers(SignupItem),
    }),
    async (c) => c.json(await Signup.company(...own(c), c.req.valid("json")), 200),
  )
  .openapi(
    createRoute({
      method: "patch",
      path: "/signup/{id}/location",
      tags,
      summary: "Step 3, in India: where, and tax numbers",
      request: { ...withId, ...body(SignupLocation) },
      responses: answers(SignupItem),
    }),
    async (c) => c.json(await Signup.location(...own(c), c.req.valid("json")), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/signup/{id}/plans",
      tags,
      summary: "Step 4: plans to choose from",
      request: withId,
      responses: answers(PlanOffers),
    }),
    async (c) => c.json(await Signup.plans(...own(c)), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/signup/{id}/complete",
      tags,
      summary: "Make the workspace and sign in",
      middleware: keyRequired,
      request: { ...withId, ...body(SignupComplete) },
      responses: creates(SignupDone),
    }),
    async (c) => {
      const { answer, ...entry } = await Signup.complete(...own(c), c.req.valid("json"));
      entered(c, { ...entry, answer: answer.tokens });
      return c.json(answer, 201);
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/signup/{id}/payment",
      tags,
      summary: "How the first payment stands",
      request: withId,
      responses: answers(SignupPayment),
    }),
    async (c) => c.json(await Signup.payment(...own(c)), 200),
  );

/** The sign-up a request names and the token that proves it; without one it is not found. */
function own(c: Context): [id: string, token: string] {
  const id = c.req.param("id") ?? "";
  const token = c.req.header(signupHeader);
  if (!token) throw notFound("Sign-up", id);
  return [id, token];
}
