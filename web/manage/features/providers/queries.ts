"use client";

import type { z } from "zod";
import { api } from "#kit/api/client.ts";
import { useApi } from "#kit/api/query.tsx";
import { useAction } from "#kit/api/use-action.ts";
import { useList } from "#kit/api/use-list.ts";
import type { Adapter, AdapterChecked, AdapterCreate, AdapterOrder, AdapterPatch } from "#schema/adapter.ts";
import type { Tier } from "#schema/agent.ts";
import type { SignInHouse } from "#schema/connect.ts";
import type { ModelPrice, ModelPriceInput } from "#schema/model-price.ts";

const path = "/admin/v1/adapters";
const ordersPath = "/admin/v1/adapter-orders";
const pricesPath = "/admin/v1/model-prices";
const log = "/admin/v1/audit-logs";
const waitMs = 3_000;

export function useAdapters() {
  return useApi<{ items: Adapter[] }>(path);
}

/** Where clients' accounts are signed in to. */
export function useSignIns() {
  return useApi<{ items: SignInHouse[] }>("/admin/v1/sign-ins");
}

/** The latest checks; looked at every 3 s while `isWaiting`, beside the live event. */
export function useChecks(id: string, isWaiting: boolean) {
  return useApi<{ items: AdapterChecked[] }>(`${path}/${id}/checks`, {}, isWaiting ? { refetchInterval: waitMs } : {});
}

export function useOrderCheck(id: string) {
  return useAction<{ tier: Tier }, AdapterChecked>(
    (input, idempotencyKey) => api.post(`${path}/${id}/test`, input, { idempotencyKey }),
    { invalidates: [path] },
  );
}

export function useCreateAdapter(onSuccess: () => void) {
  return useAction<z.input<typeof AdapterCreate>, Adapter>(
    (input, idempotencyKey) => api.post(path, input, { idempotencyKey }),
    { quiet: true, invalidates: [path, log], success: ({ name }) => `${name} is added`, onSuccess },
  );
}

export function useChangeAdapter({ id, name, rowVersion }: Adapter, onSuccess?: () => void) {
  return useAction<AdapterPatch, Adapter>((change) => api.patch(`${path}/${id}`, change, { rowVersion }), {
    quiet: onSuccess !== undefined,
    invalidates: [path, log],
    success: `${name} is changed`,
    onSuccess: () => onSuccess?.(),
  });
}

export function useOrders() {
  return useApi<{ items: AdapterOrder[] }>(ordersPath);
}

export function useSetOrder() {
  return useAction<AdapterOrder, AdapterOrder>(({ tier, adapters }) => api.put(`${ordersPath}/${tier}`, { adapters }), {
    invalidates: [ordersPath, log],
    success: ({ tier }) => `The order of the tier ${tier} is set`,
  });
}

export function usePrices(filter: { provider: string | null; model: string | null }) {
  return useList<ModelPrice>(pricesPath, { ...filter });
}

export function useAddPrice(onSuccess: () => void) {
  return useAction<z.input<typeof ModelPriceInput>, ModelPrice>(
    (input, idempotencyKey) => api.post(pricesPath, input, { idempotencyKey }),
    {
      quiet: true,
      invalidates: [pricesPath, log],
      success: ({ model, validFrom }) => `${model} has a price from ${validFrom} on`,
      onSuccess,
    },
  );
}
