import { createRoute } from "@hono/zod-openapi";
import * as Tenant from "#core/tenant/index.ts";
import { TenantDetail, TenantReason, TrialStart } from "#schema/admin.ts";
import { answers, body, router, withId } from "../edge/router.ts";

/** The life of a client, one verb a route. */
export const tenantVerbs = router()
  .openapi(
    createRoute({
      method: "post",
      path: "/tenants/{id}/activate",
      tags: ["tenants"],
      summary: "Open a client for good",
      request: withId,
      responses: answers(TenantDetail),
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      await Tenant.activate(id);
      return c.json(await Tenant.get(id), 200);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/tenants/{id}/start-trial",
      tags: ["tenants"],
      summary: "Open a client for a time",
      request: { ...withId, ...body(TrialStart) },
      responses: answers(TenantDetail),
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      await Tenant.startTrial(id, c.req.valid("json").trialDays);
      return c.json(await Tenant.get(id), 200);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/tenants/{id}/convert",
      tags: ["tenants"],
      summary: "Turn a trial into an agreement",
      request: withId,
      responses: answers(TenantDetail),
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      await Tenant.convert(id);
      return c.json(await Tenant.get(id), 200);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/tenants/{id}/suspend",
      tags: ["tenants"],
      summary: "Shut a client out",
      request: { ...withId, ...body(TenantReason) },
      responses: answers(TenantDetail),
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      await Tenant.suspend(id, c.req.valid("json").reason);
      return c.json(await Tenant.get(id), 200);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/tenants/{id}/reinstate",
      tags: ["tenants"],
      summary: "Let a client go on",
      request: withId,
      responses: answers(TenantDetail),
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      await Tenant.reinstate(id);
      return c.json(await Tenant.get(id), 200);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/tenants/{id}/cancel",
      tags: ["tenants"],
      summary: "End a client's agreement",
      request: { ...withId, ...body(TenantReason) },
      responses: answers(TenantDetail),
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      await Tenant.cancel(id, c.req.valid("json").reason);
      return c.json(await Tenant.get(id), 200);
    },
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/tenants/{id}/reopen",
      tags: ["tenants"],
      summary: "Take a cancellation back",
      request: withId,
      responses: answers(TenantDetail),
    }),
    async (c) => {
      const { id } = c.req.valid("param");
      await Tenant.reopen(id);
      return c.json(await Tenant.get(id), 200);
    },
  );
