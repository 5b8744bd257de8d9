import { agency as everyoneOfAgency, type Mark } from "#schema/roles.ts";
import type { Expectation } from "./catalogue.ts";

const staff: Mark[] = ["SA"];
const agency = everyoneOfAgency.filter((mark) => mark !== "SA");
const leaders: Mark[] = [...agency, "TA"];
const all: Mark[] = [...agency, "TA", "CA", "TM"];

/** Credits, provider cost, prices and figures of use. */
export const moneyExpectations: Record<string, Expectation> = {
  "GET /dm/v1/usage": { may: agency },
  "GET /dm/v1/usage/export": { may: agency, query: () => "groupBy=tenant" },
  "GET /tenant/v1/credits/rates": { may: all },
  "GET /tenant/v1/credits/usage": { may: all },
  "GET /tenant/v1/credits/usage/export": { may: all, query: () => "groupBy=agent" },
  "GET /tenant/v1/spend": { may: leaders },
  "PUT /tenant/v1/spend/cap": { may: ["TA"], body: () => ({ capMinor: 100 }) },
  "GET /tenant/v1/credits/ledger": { may: all },
  "GET /tenant/v1/credits": { may: all },
  "GET /admin/v1/usage": { may: staff },
  "GET /admin/v1/usage/export": { may: staff, query: () => "groupBy=tenant" },
  "POST /admin/v1/tenants/{id}/credits/adjust": {
    may: staff,
    params: { id: "tenant" },
    body: () => ({ amount: 5, reason: "goodwill", note: "Long enough to be a reason." }),
  },
  "POST /admin/v1/tenants/{id}/credits/topups": {
    may: staff,
    params: { id: "tenant" },
    body: () => ({ amount: 5, reference: "transfer of March" }),
  },
  "GET /admin/v1/model-prices": { may: staff },
  "POST /admin/v1/model-prices": {
    may: staff,
    body: () => ({
      ...{ provider: "openai", model: "only-in-a-test", validFrom: "2099-01-01" },
      ...{ inputMicrosPerMtok: 1, outputMicrosPerMtok: 1, cachedMicrosPerMtok: 1 },
    }),
  },
  "GET /admin/v1/spend": { may: staff },
  "PUT /admin/v1/spend/cap": { may: staff, body: () => ({ capMinor: null }) },
};
