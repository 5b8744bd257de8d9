import { createRoute, z } from "@hono/zod-openapi";
import { brand } from "#core/onboarding/brand.ts";
import * as Onboarding from "#core/onboarding/index.ts";
import { setLogo } from "#core/onboarding/logo.ts";
import { measured } from "#core/onboarding/measured.ts";
import * as Setup from "#core/setup/index.ts";
import {
  DataStep,
  FoundBrand,
  Launch,
  LogoUpload,
  MeasuredBaseline,
  OnboardingStepName,
  Wizard,
} from "#schema/onboarding.ts";
import { SetupState } from "#schema/setup.ts";
import { answers, body, nothing, router } from "../edge/router.ts";

const tags = ["onboarding"];
const ofStep = { params: z.object({ step: OnboardingStepName }) };
const filled = { params: z.object({ step: DataStep }) };

export const onboarding = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/onboarding",
      tags,
      summary: "The wizard with what was filled in",
      responses: answers(Wizard),
    }),
    async (c) => c.json(await Onboarding.get(), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/onboarding/brand",
      tags,
      summary: "The brand as it is known, to begin from",
      responses: answers(FoundBrand),
    }),
    async (c) => c.json(await brand(), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/onboarding/measured",
      tags,
      summary: "What connected channels know of the baseline",
      responses: answers(MeasuredBaseline),
    }),
    async (c) => c.json(await measured(), 200),
  )
  .openapi(
    createRoute({
      method: "put",
      path: "/onboarding/brand/logo",
      tags,
      summary: "Make an upload the logo",
      request: body(LogoUpload),
      responses: nothing,
    }),
    async (c) => {
      await setLogo(c.req.valid("json"));
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "put",
      path: "/onboarding/steps/{step}",
      tags,
      summary: "Fill in a step",
      request: { ...filled, ...body(z.record(z.string(), z.unknown())) },
      responses: answers(Wizard),
    }),
    async (c) => c.json(await Onboarding.save(c.req.valid("param").step, c.req.valid("json")), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/onboarding/steps/{step}/skip",
      tags,
      summary: "Leave a step out",
      request: ofStep,
      responses: answers(Wizard),
    }),
    async (c) => c.json(await Onboarding.skip(c.req.valid("param").step), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/onboarding/steps/{step}/reopen",
      tags,
      summary: "Open a step again",
      request: ofStep,
      responses: answers(Wizard),
    }),
    async (c) => c.json(await Onboarding.reopen(c.req.valid("param").step), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/onboarding/launch",
      tags,
      summary: "Begin the setup",
      request: body(Launch),
      responses: answers(SetupState),
    }),
    async (c) => {
      await Onboarding.launch(c.req.valid("json"));
      return c.json(await Setup.state(), 200);
    },
  );
