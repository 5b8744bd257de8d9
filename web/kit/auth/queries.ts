"use client";

import { useQueryClient } from "@tanstack/react-query";
import type { User } from "#schema/account.ts";
import type { LoginAnswer, LoginResult, PasskeyOptions, RecoveryCodes, TenantChoice, TotpSetup } from "#schema/auth.ts";
import type { AppName } from "#schema/roles.ts";
import { api } from "../api/client.ts";
import { useApi } from "../api/query.tsx";
import { useAction } from "../api/use-action.ts";
import { provePasskey } from "./passkey.ts";
import { useDoorAction } from "./use-door-action.ts";

interface LoginInput {
  email: string;
  password: string;
  app: AppName;
  keepSignedIn: boolean;
}

/** Signs in, or answers that a second factor is due; the cookies come with the answer. */
export function useLogin(onSuccess: (answer: LoginAnswer) => void) {
  return useDoorAction<LoginInput, LoginAnswer>("/auth/v1/login", onSuccess);
}

/** Second step of a sign-in, with a code of the app or a recovery code. */
export function useSecondFactor(onSuccess: (result: LoginResult) => void, onError: () => void) {
  return useAction<SecondFactor, LoginResult>(
    ({ means, ...input }, idempotencyKey) =>
      api.post(`/auth/v1/login/${means}`, input, { idempotencyKey, isOpen: true }),
    { quiet: true, onSuccess, onError },
  );
}
interface SecondFactor {
  means: "totp" | "recovery";
  challengeId: string;
  code: string;
  /** Only with a code of the app. */
  trustDevice?: boolean;
}

/** Begins the second factor that an account must have before it enters. */
export function useEnrol() {
  return useDoorAction<{ challengeId: string }, TotpSetup>("/auth/v1/login/totp/setup");
}

/** Proves the app with its first code; the person is in, and gets the recovery codes once. */
export function useConfirmEnrol() {
  return useDoorAction<{ challengeId: string; code: string }, LoginResult & RecoveryCodes>(
    "/auth/v1/login/totp/confirm",
  );
}

/** The workspaces the person may enter. */
export function useTenants(isWanted = true) {
  return useApi<{ items: TenantChoice[] }>(isWanted ? "/auth/v1/tenants" : null);
}

/** Enters one of several workspaces. */
export function useSelectTenant(onSuccess: () => void) {
  return useAction<string, LoginResult>((tenantId) => api.post("/auth/v1/tenants/select", { tenantId }), {
    quiet: true,
    onSuccess,
  });
}

/** Has the mail sent that lifts a lock. */
export function useUnlockMail() {
  return useDoorAction<{ email: string; app: AppName }, void>("/auth/v1/unlock/request");
}

/** Says again who one is, after which guarded changes are open for ten minutes. */
export function useProve(onSuccess: () => void) {
  return useAction<{ password: string } | { code: string } | "passkey", { until: string }>(
    async (input) => api.post("/auth/v1/reauth", input === "passkey" ? { passkey: await passkeyProof() } : input),
    { quiet: true, onSuccess },
  );
}

async function passkeyProof() {
  const { challengeId, options } = await api.post<PasskeyOptions>("/auth/v1/reauth/passkey/options");
  return { challengeId, response: await provePasskey(options) };
}

/** Sends the mail with link and code that prove the address once more. */
export function useResendVerification() {
  return useAction<void, void>(() => api.post("/auth/v1/email/resend"));
}

/** Ends acting as somebody else and goes back to Manage. */
export function useEndImpersonation() {
  return useAction<void, { url: string }>(() => api.post("/auth/v1/impersonation/end"), {
    onSuccess: ({ url }) => window.location.assign(url),
  });
}

export interface UserChange {
  firstName?: string;
  lastName?: string;
  timezone?: string;
  locale?: string;
  theme?: User["theme"];
}

/** Changes the person's own record. */
export function useChangeUser(success?: string) {
  return useAction<UserChange, User>((change) => api.patch("/auth/v1/me", change), {
    invalidates: ["/auth/v1/me"],
    ...(success ? { success } : {}),
  });
}

/** Keeps the choice of theme; silent, since the page has changed already. */
export function useSaveTheme() {
  return useAction<User["theme"], User>((theme) => api.patch("/auth/v1/me", { theme }), {
    quiet: true,
    invalidates: ["/auth/v1/me"],
  });
}

/** Ends the session and leaves for the sign-in page, whatever the service answers. */
export function useSignOut(): () => Promise<void> {
  const queries = useQueryClient();
  return async () => {
    await api.post("/auth/v1/logout").catch(() => undefined);
    queries.clear();
    window.location.assign("/login");
  };
}
