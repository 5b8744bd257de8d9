"use client";

import { api } from "#kit/api/client.ts";
import { ApiError } from "#kit/api/error.ts";
import { useApi } from "#kit/api/query.tsx";
import { useAction } from "#kit/api/use-action.ts";
import { putBytes } from "#kit/knowledge/put-bytes.ts";
import type { UploadTicket } from "#schema/dataset.ts";
import type { DataStep, FoundBrand, Launch, MeasuredBaseline, OnboardingStepName, Wizard } from "#schema/onboarding.ts";
import { logoBytesMax } from "#schema/onboarding.ts";
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

/** What connected channels know of the baseline. */
export function useMeasured() {
  return useApi<MeasuredBaseline>(`${path}/measured`);
}

/** Sends a picture and makes it the logo. */
export function useLogo() {
  return useAction<File, void>(
    async (file) => {
      if (file.size > logoBytesMax)
        throw new ApiError(0, { code: "file.file_rejected", message: "A logo has at most 2 MB." });
      const input = { purpose: "brand", fileName: file.name, mime: file.type, bytes: file.size };
      const ticket = await api.post<UploadTicket>("/media/v1/uploads", input);
      await putBytes(ticket.url, ticket.headers, file, () => undefined, new AbortController().signal);
      await api.post(`/media/v1/uploads/${ticket.uploadId}/complete`, {});
      await api.put(`${path}/brand/logo`, { uploadId: ticket.uploadId });
    },
    { quiet: true, invalidates: [`${path}/brand`], success: "The logo is kept." },
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
