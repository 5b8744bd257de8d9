"use client";

import { api } from "#kit/api/client.ts";
import { useApi } from "#kit/api/query.tsx";
import { useAction } from "#kit/api/use-action.ts";
import type { DataStep, FoundBrand, Launch, OnboardingStepName, Wizard } from "#schema/onboarding.ts";
import type { SetupRetry, SetupState } from "#schema/setup.ts";

const path = "/dashboard/v1/onboarding";
const setup = "/tenant/v1/setup";
const workspace = "/tenant/v1/me";

export function useWizard() {
  return useApi<Wizard>(path);
}

/** What is known of the brand before anybody fills it in. */
export function useFoundBrand() {
  return useApi<FoundBrand>(`${path}/brand`);
}

export function useSetup() {
  return useApi<SetupState>(setup);
}

export function useSaveStep(step: DataStep, onSaved: () => void) {
  return useAction<object, Wizard>((data) => api.put(`${path}/steps/${step}`, data), {
    quiet: true,
    invalidates: [path],
    onSuccess: onSaved,
  });
}

export function useSkipStep(step: OnboardingStepName, onSkipped: () => void) {
  return useAction<void, Wizard>(
    (_, idempotencyKey) => api.post(`${path}/steps/${step}/skip`, {}, { idempotencyKey }),
    {
      invalidates: [path, workspace],
      onSuccess: onSkipped,
    },
  );
}

export function useReopenStep(step: OnboardingStepName) {
  return useAction<void, Wizard>(
    (_, idempotencyKey) => api.post(`${path}/steps/${step}/reopen`, {}, { idempotencyKey }),
    { invalidates: [path, workspace] },
  );
}

export function useLaunch(onLaunched: () => void) {
  return useAction<Launch, SetupState>(
    (input, idempotencyKey) => api.post(`${path}/launch`, input, { idempotencyKey }),
    { quiet: true, invalidates: [path, workspace, setup, "/dashboard/v1/home"], onSuccess: onLaunched },
  );
}

/** Starts a step of the chain again. */
export function useRetrySetup() {
  return useAction<SetupRetry["step"] | null, SetupState>(
    (step, idempotencyKey) => api.post(`${setup}/retry`, step ? { step } : {}, { idempotencyKey }),
    { invalidates: [setup], success: "It goes on." },
  );
}

/** Reads the website anew; what it finds fills what is empty. */
export function useCrawl(channelId: string) {
  return useAction<void, unknown>(
    (_, idempotencyKey) => api.post(`/tenant/v1/websites/${channelId}/crawls`, {}, { idempotencyKey }),
    { invalidates: [path], success: "The website is being read. What it tells fills the empty fields." },
  );
}
