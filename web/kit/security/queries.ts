"use client";

import type { AccountSession, Passkey, Security } from "#schema/account.ts";
import type { PasskeyOptions, RecoveryCodes, TotpSetup } from "#schema/auth.ts";
import { api } from "../api/client.ts";
import { useApi } from "../api/query.tsx";
import { useAction } from "../api/use-action.ts";
import { makePasskey } from "../auth/passkey.ts";

const security = "/auth/v1/security";
const sessions = "/auth/v1/sessions";
const passkeys = "/auth/v1/passkeys";
const me = "/auth/v1/me";

/** State of everything that guards the account. */
export function useSecurity() {
  return useApi<Security>(security);
}

export function useSessions() {
  return useApi<{ items: AccountSession[] }>(sessions);
}

export function useEndSession() {
  return useAction<string, void>((id) => api.delete(`${sessions}/${id}`), {
    invalidates: [sessions],
    success: "That session has ended",
  });
}

export function useEndOthers(onSuccess: () => void) {
  return useAction<void, void>(
    (_, idempotencyKey) => api.post(`${sessions}/revoke-others`, undefined, { idempotencyKey }),
    {
      invalidates: [sessions],
      success: "All other sessions have ended",
      onSuccess,
    },
  );
}

/** Confirms the address with the code of the mail. */
export function useVerifyCode() {
  return useAction<string, void>((code) => api.post("/auth/v1/email/verify", { code }), {
    quiet: true,
    invalidates: [me, security],
    success: "Your e-mail is confirmed",
  });
}

/** Has a link mailed to another address, which becomes the person's when it is opened. */
export function useChangeEmail(onSuccess: () => void) {
  return useAction<string, unknown>((email) => api.post("/auth/v1/email/change", { email }), {
    quiet: true,
    success: (_, email) => `A link is on its way to ${email}`,
    onSuccess,
  });
}

/** Changes the password; all other sessions end. */
export function useChangePassword(onSuccess: () => void) {
  return useAction<{ current: string; password: string }, void>(
    (input, idempotencyKey) => api.post("/auth/v1/password/change", input, { idempotencyKey }),
    { quiet: true, invalidates: [security, sessions], success: "Your password is changed", onSuccess },
  );
}

/** Makes a secret for an authenticator app; nothing holds before its first code is confirmed. */
export function useTotpSetup() {
  return useAction<void, TotpSetup>(() => api.post("/auth/v1/totp/setup"));
}

/** Switches the second factor on with the first code of the app. */
export function useTotpConfirm() {
  return useAction<string, RecoveryCodes>((code) => api.post("/auth/v1/totp/confirm", { code }), {
    quiet: true,
    invalidates: [security, sessions, me],
  });
}

export function useTotpDisable(onSuccess: () => void) {
  return useAction<string, void>((code) => api.post("/auth/v1/totp/disable", { code }), {
    quiet: true,
    invalidates: [security, me],
    success: "The second factor is off",
    onSuccess,
  });
}

/** Makes ten new recovery codes; the old ones end. */
export function useNewRecoveryCodes() {
  return useAction<void, RecoveryCodes>(() => api.post("/auth/v1/totp/recovery-codes"), { invalidates: [security] });
}

export function useForgetDevices() {
  return useAction<void, void>(() => api.post("/auth/v1/devices/forget"), {
    invalidates: [security],
    success: "All devices are asked for a code again",
  });
}

export function usePasskeys() {
  return useApi<{ items: Passkey[] }>(passkeys);
}

/** Makes a passkey on this device or a security key, and keeps it with the account. */
export function useAddPasskey(onError: (error: Error) => void) {
  return useAction<void, Passkey>(
    async () => {
      const { challengeId, options } = await api.post<PasskeyOptions>(`${passkeys}/options`);
      return api.post(passkeys, { challengeId, response: await makePasskey(options) });
    },
    { quiet: true, invalidates: [passkeys, security], success: "The passkey is added", onError },
  );
}

export function useRenamePasskey(onSuccess: () => void) {
  return useAction<{ id: string; name: string }, Passkey>(({ id, name }) => api.patch(`${passkeys}/${id}`, { name }), {
    invalidates: [passkeys],
    onSuccess,
  });
}

export function useRemovePasskey(onSuccess: () => void) {
  return useAction<string, void>((id) => api.delete(`${passkeys}/${id}`), {
    invalidates: [passkeys, security],
    success: "The passkey is removed",
    onSuccess,
  });
}
