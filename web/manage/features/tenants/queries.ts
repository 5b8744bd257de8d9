"use client";

import type { z } from "zod";
import { api } from "#kit/api/client.ts";
import { useApi } from "#kit/api/query.tsx";
import { useAction } from "#kit/api/use-action.ts";
import { useList } from "#kit/api/use-list.ts";
import type { TenantCreate, TenantDetail, TenantPatch, TenantRow } from "#schema/admin.ts";
import type { RegionChoice } from "#schema/region.ts";
import type { PlanOffers } from "#schema/signup.ts";
import type { TaxTreatment } from "#schema/tax.ts";
import type { TenantVerb } from "#schema/tenant.ts";

export const tenantsPath = "/admin/v1/tenants";
const audit = "/admin/v1/audit-logs";

export interface TenantsFilter {
  search: string;
  status: string | null;
  plan: string | null;
  region: string | null;
  sort: string;
}

export function useTenants(filter: TenantsFilter) {
  const search = filter.search.trim();
  return useList<TenantRow>(tenantsPath, { ...filter, search: search.length < 2 ? null : search });
}

export function useTenant(id: string) {
  return useApi<TenantDetail>(`${tenantsPath}/${id}`);
}

/** What is sold in the region of a country. */
export function usePlanOffers(country: string) {
  return useApi<PlanOffers>(country === "" ? null : "/auth/v1/plans", { country }, { keepPrevious: true });
}

interface TaxFacts {
  country: string;
  state?: string | null;
  gstin?: string;
  pan?: string;
  sez?: boolean;
}

/** Markets of the platform. */
export function useRegions() {
  return useApi<{ items: RegionChoice[] }>("/admin/v1/regions", {}, { staleTime: 300_000 });
}

/** How the invoices of such a buyer would be taxed. A refusal names the number that is wrong. */
export function useTaxTreatment(facts: TaxFacts | null) {
  return useApi<TaxTreatment>(facts === null ? null : "/admin/v1/tax-treatment", { ...facts }, { keepPrevious: true });
}

export type TenantInput = z.input<typeof TenantCreate>;

export function useCreateTenant(onSuccess: (tenant: TenantDetail) => void) {
  return useAction<TenantInput, TenantDetail>(
    (input, idempotencyKey) => api.post(tenantsPath, input, { idempotencyKey }),
    { quiet: true, invalidates: [tenantsPath, audit], success: (tenant) => `${tenant.name} is created`, onSuccess },
  );
}

export type TenantChange = z.input<typeof TenantPatch>;

/** Changes a tenant; somebody else's change in between is refused. */
export function useChangeTenant(tenant: TenantDetail, onSuccess: () => void) {
  return useAction<TenantChange, TenantDetail>(
    (change) => api.patch(`${tenantsPath}/${tenant.id}`, change, { rowVersion: tenant.rowVersion }),
    { quiet: true, invalidates: [tenantsPath, audit], success: `${tenant.name} is changed`, onSuccess },
  );
}

export interface VerbInput {
  verb: TenantVerb;
  reason?: string;
  trialDays?: number;
}

const done: Record<TenantVerb, string> = {
  activate: "is active",
  start_trial: "is on trial",
  convert: "is a paying client",
  suspend: "is suspended",
  reinstate: "is active again",
  cancel: "is cancelled",
  reopen: "is open again",
};

/** Leads a tenant to another status. */
export function useTenantVerb(tenant: TenantDetail, onSuccess: () => void) {
  return useAction<VerbInput, TenantDetail>(
    ({ verb, ...input }, idempotencyKey) =>
      api.post(`${tenantsPath}/${tenant.id}/${verb.replace("_", "-")}`, input, { idempotencyKey }),
    {
      invalidates: [tenantsPath, audit],
      success: (_, { verb }) => `${tenant.name} ${done[verb]}`,
      onSuccess,
    },
  );
}
