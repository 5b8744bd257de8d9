import * as z from "zod";
import { id } from "./ids.ts";
import { JsonObject } from "./value.ts";

export const BaselineSource = z.enum(["manual", "channel", "crawl"]);

/** Numbers before the work began. */
export const TenantBaselineRow = z.object({
  id: id("tenantBaseline"),
  capturedOn: z.iso.date(),
  traffic: JsonObject,
  ads: JsonObject,
  social: JsonObject,
  email: JsonObject,
  seo: JsonObject,
  source: BaselineSource,
  notes: z.string().max(4000).nullable(),
});
