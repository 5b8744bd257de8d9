"use client";

import { api } from "#kit/api/client.ts";
import { useApi } from "#kit/api/query.tsx";
import { useAction } from "#kit/api/use-action.ts";
import type { ApiKey, ApiKeyOnce, ApiScope } from "#schema/api-key.ts";

const keys = "/tenant/v1/api-keys";

export function useApiKeys() {
  return useApi<{ items: ApiKey[] }>(keys);
}

export interface KeyInput {
  name: string;
  scopes: ApiScope[];
  live: boolean;
  expiresAt?: string;
  allowedIps: string[];
  ratePerMinute: number;
}

/** Makes a key; its secret is in this one answer only. */
export function useCreateKey(onSuccess: (key: ApiKeyOnce) => void) {
  return useAction<KeyInput, ApiKeyOnce>((input, idempotencyKey) => api.post(keys, input, { idempotencyKey }), {
    quiet: true,
    invalidates: [keys],
    onSuccess,
  });
}

/** Makes a successor of a key; the old one goes on for a day. */
export function useRotateKey(onSuccess: (key: ApiKeyOnce) => void) {
  return useAction<ApiKey, ApiKeyOnce>(
    ({ id }, idempotencyKey) => api.post(`${keys}/${id}/rotate`, undefined, { idempotencyKey }),
    {
      invalidates: [keys],
      onSuccess,
    },
  );
}

export function useRevokeKey(onSuccess: () => void) {
  return useAction<ApiKey, void>(({ id }) => api.delete(`${keys}/${id}`), {
    invalidates: [keys],
    success: (_, { name }) => `${name} opens nothing any more`,
    onSuccess,
  });
}
