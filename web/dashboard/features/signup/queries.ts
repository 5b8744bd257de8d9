"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { api } from "#kit/api/client.ts";
import { asApiError } from "#kit/api/error.ts";
import { useAction } from "#kit/api/use-action.ts";
import { useDoorAction } from "#kit/auth/use-door-action.ts";
import type { PlanOffers, Signup, SignupDone, SignupPayment, signupHeader } from "#schema/signup.ts";
import type { PersonValues, SignupKey } from "./draft.ts";

const base = "/auth/v1/signup";
const paymentPollMs = 5_000;
// Written out: the schema's own file would bring the numbering plans of all countries into the page.
const header: typeof signupHeader = "x-signup-token";

function open(key: SignupKey) {
  return { isOpen: true, headers: { [header]: key.token } };
}

function keyOf(key: SignupKey | null) {
  return [`${base}/${key?.id ?? ""}`, key?.token];
}

/** The sign-up as the service has it; null waits. */
export function useSignup(key: SignupKey | null) {
  return useQuery({
    queryKey: keyOf(key),
    queryFn: () => api.get<Signup>(`${base}/${key?.id}`, {}, key ? open(key) : {}),
    enabled: key !== null,
    retry: (count, error) => asApiError(error).status >= 500 && count < 2,
  });
}

export function usePlans(key: SignupKey | null) {
  return useQuery({
    queryKey: [`${base}/${key?.id ?? ""}/plans`, key?.token],
    queryFn: () => api.get<PlanOffers>(`${base}/${key?.id}/plans`, {}, key ? open(key) : {}),
    enabled: key !== null,
  });
}

/**
 * How the payment stands, of the sign-up with this key, else of the workspace one is signed in to; asked again every five
 * seconds while it is open. Undefined waits.
 */
export function usePayment(key: SignupKey | null | undefined) {
  const path = key ? `${base}/${key.id}/payment` : "/dashboard/v1/payment";
  return useQuery({
    queryKey: [path, key?.token],
    queryFn: () => api.get<SignupPayment>(path, {}, key ? open(key) : {}),
    enabled: key !== undefined,
    refetchInterval: (query) => (query.state.data?.state === "payment_pending" ? paymentPollMs : false),
  });
}

interface PersonInput extends PersonValues {
  password: string;
  timezone: string;
}
interface Started {
  id: string;
  resumeToken: string;
}

export function useStart(onSuccess: (started: Started) => void) {
  return useDoorAction<PersonInput, Started>(base, onSuccess);
}

/** Saves one page of the wizard. The page that `onSuccess` opens finds the sign-up as it was saved, and is not too early. */
export function useSaveStep<I>(key: SignupKey | null, step: "company" | "location", onSuccess: () => void) {
  const queries = useQueryClient();
  return useAction<I, Signup>((input) => api.patch(`${base}/${key?.id}/${step}`, input, key ? open(key) : {}), {
    quiet: true,
    invalidates: [base],
    onSuccess: (saved) => {
      queries.setQueryData(keyOf(key), saved);
      onSuccess();
    },
  });
}

export interface CompleteInput {
  planPriceId: string;
  password: string;
  billing: {
    name: string;
    address: string;
    city: string;
    state: string;
    postalCode: string;
    country: string;
  };
  termsVersion: string;
}

/** Makes the account and the workspace; signs in at once. */
export function useComplete(key: SignupKey | null, onSuccess: (done: SignupDone) => void) {
  return useAction<CompleteInput, SignupDone>(
    (input, idempotencyKey) =>
      api.post(`${base}/${key?.id}/complete`, input, { idempotencyKey, ...(key ? open(key) : {}) }),
    { quiet: true, onSuccess },
  );
}
