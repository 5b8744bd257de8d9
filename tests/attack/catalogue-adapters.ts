import type { Expectation } from "./catalogue.ts";

const staff = ["SA"] as const;
const noAdapter = { params: { id: { literal: "adt_01J00000000000000000000000" } } };
const nothing = () => ({});

/** The routes of the platform's ways to models. What they make is off, so that no run meets it. */
export const adapterExpectations: Record<string, Expectation> = {
  "GET /admin/v1/sign-ins": { may: staff },
  "GET /admin/v1/adapters": { may: staff },
  "POST /admin/v1/adapters": {
    may: staff,
    body: () => ({
      ...{ name: "made-up", kind: "openai", key: "sk-made-up", enabled: false },
      models: { cheap: "small", standard: "middle", expensive: "large" },
    }),
  },
  "PATCH /admin/v1/adapters/{id}": { may: staff, ...noAdapter, body: nothing, version: 1 },
  "POST /admin/v1/adapters/{id}/test": { may: staff, ...noAdapter, body: nothing },
  "GET /admin/v1/adapters/{id}/checks": { may: staff, ...noAdapter },
  "GET /admin/v1/adapter-orders": { may: staff },
  "PUT /admin/v1/adapter-orders/{tier}": {
    may: staff,
    params: { tier: { literal: "cheap" } },
    body: () => ({ adapters: [] }),
  },
};
