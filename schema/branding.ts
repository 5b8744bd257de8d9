import * as z from "zod";
import { id } from "./ids.ts";
import { Time } from "./page.ts";
import { Color, Domain } from "./value.ts";

/** White-label look of portal, mail and reports. */
export const TenantBrandingRow = z.object({
  id: id("tenantBranding"),
  agencyName: z.string().min(2).max(120),
  logoMediaId: id("media").nullable(),
  primaryColor: Color.nullable(),
  secondaryColor: Color.nullable(),
  faviconMediaId: id("media").nullable(),
  customDomain: Domain.nullable(),
  domainVerifiedAt: Time.nullable(),
  emailFromName: z.string().min(1).max(120).nullable(),
  emailFromDomain: Domain.nullable(),
  emailDomainVerifiedAt: Time.nullable(),
});
