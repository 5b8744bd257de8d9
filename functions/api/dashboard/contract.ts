import { createRoute, z } from "@hono/zod-openapi";
import * as Contract from "#core/contract/index.ts";
import { paymentOfTenant } from "#core/signup/payment.ts";
import { ContractAccept, Contract as ContractItem } from "#schema/contract.ts";
import { SignupPayment } from "#schema/signup.ts";
import { answers, body, nothing, router } from "../edge/router.ts";

/** What stands between a client and its workspace. */
export const contract = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/contract",
      tags: ["contract"],
      summary: "The contract",
      responses: answers(ContractItem),
    }),
    async (c) => c.json(await Contract.get(), 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/contract/pdf",
      tags: ["contract"],
      summary: "Where to load it as PDF",
      responses: answers(z.object({ url: z.string() })),
    }),
    async (c) => c.json(await Contract.pdf(), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/contract/accept",
      tags: ["contract"],
      summary: "Accept it",
      request: body(ContractAccept),
      responses: nothing,
    }),
    async (c) => {
      await Contract.accept(c.req.valid("json"));
      return c.body(null, 204);
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/payment",
      tags: ["contract"],
      summary: "How the first payment stands",
      responses: answers(SignupPayment),
    }),
    async (c) => c.json(await paymentOfTenant(), 200),
  );
