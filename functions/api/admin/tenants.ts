import { createRoute } from "@hono/zod-openapi";
import * as Plan from "#core/plan/index.ts";
import * as Tax from "#core/tax/index.ts";
import * as Tenant from "#core/tenant/index.ts";
import {
  TaxQuery,
  TenantCreate,
  TenantDetail,
  TenantFilter,
  TenantFlag,
  TenantFlagInput,
  TenantPatch,
  TenantRow,
} from "#schema/admin.ts";
import { Page } from "#schema/page.ts";
import { RegionChoice } from "#schema/region.ts";
import { TaxTreatment } from "#schema/tax.ts";
import { rowVersionOf, tag } from "../edge/etag.ts";
import { keyRequired } from "../edge/idempotency.ts";
import { answers, body, creates, Items, router, withId, withKey } from "../edge/router.ts";

export const tenants = router()
  .openapi(
    createRoute({
      method: "get",
      path: "/tenants",
      tags: ["tenants"],
      summary: "All clients",
      request: { query: TenantFilter },
      responses: answers(Page(TenantRow)),
    }),
    async (c) => c.json(await Tenant.list(c.req.valid("query")), 200),
  )
  .openapi(
    createRoute({
      method: "post",
      path: "/tenants",
      tags: ["tenants"],
      summary: "Make a client",
      middleware: keyRequired,
      request: body(TenantCreate),
      responses: creates(TenantDetail),
    }),
    async (c) => c.json(await Tenant.create(c.req.valid("json")), 201),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/tenants/{id}",
      tags: ["tenants"],
      summary: "One client",
      request: withId,
      responses: answers(TenantDetail),
    }),
    async (c) => c.json(tag(c, await Tenant.get(c.req.valid("param").id)), 200),
  )
  .openapi(
    createRoute({
      method: "patch",
      path: "/tenants/{id}",
      tags: ["tenants"],
      summary: "Change a client",
      request: { ...withId, ...body(TenantPatch) },
      responses: answers(TenantDetail),
    }),
    async (c) => {
      const row = await Tenant.patch(c.req.valid("param").id, c.req.valid("json"), rowVersionOf(c));
      return c.json(tag(c, row), 200);
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/tenants/{id}/flags",
      tags: ["tenants"],
      summary: "Switches of a client",
      request: withId,
      responses: answers(Items(TenantFlag)),
    }),
    async (c) => c.json({ items: await Tenant.flags(c.req.valid("param").id) }, 200),
  )
  .openapi(
    createRoute({
      method: "put",
      path: "/tenants/{id}/flags/{key}",
      tags: ["tenants"],
      summary: "Set a switch for a client",
      request: { ...withKey, ...body(TenantFlagInput) },
      responses: answers(TenantFlag),
    }),
    async (c) => {
      const { id, key } = c.req.valid("param");
      return c.json(await Tenant.setFlag(id, key, c.req.valid("json")), 200);
    },
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/regions",
      tags: ["tenants"],
      summary: "Markets with prices of their own",
      responses: answers(Items(RegionChoice)),
    }),
    async (c) => c.json({ items: await Plan.regions() }, 200),
  )
  .openapi(
    createRoute({
      method: "get",
      path: "/tax-treatment",
      tags: ["tenants"],
      summary: "How a buyer would be taxed",
      request: { query: TaxQuery },
      responses: answers(TaxTreatment),
    }),
    async (c) => {
      const { country, ...ids } = c.req.valid("query");
      return c.json(Tax.treatment(country, ids), 200);
    },
  );
