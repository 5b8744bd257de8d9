"use client";

import { useQueryClient } from "@tanstack/react-query";
import type { User } from "#schema/account.ts";
import type { LoginResult } from "#schema/auth.ts";
import type { AppName } from "#schema/roles.ts";
import { api } from "../api/client.ts";
import { useAction } from "../api/use-action.ts";

interface LoginInput {
  email: string;
  password: string;
  app: AppName;
}

/** Signs in; the cookies come with the answer. */
export function useLogin(onSuccess: (result: LoginResult) => void) {
  return useAction<LoginInput, LoginResult>(
    (input, idempotencyKey) => api.post("/auth/v1/login", input, { idempotencyKey }),
    { quiet: true, onSuccess },
  );
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
