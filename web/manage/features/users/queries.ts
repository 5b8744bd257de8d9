"use client";

import type { z } from "zod";
import { api } from "#kit/api/client.ts";
import { useApi } from "#kit/api/query.tsx";
import { useAction } from "#kit/api/use-action.ts";
import { useList } from "#kit/api/use-list.ts";
import type { Page } from "#schema/page.ts";
import type { UserCreate, UserDetail, UserEdit, UserRow } from "#schema/user.ts";

export const usersPath = "/admin/v1/users";
const stale = [usersPath, "/admin/v1/tenants", "/admin/v1/audit-logs"];

export interface UsersFilter {
  search: string;
  role: string | null;
  app: string | null;
  status: string | null;
  tenant: string | null;
}

export function useUsers(filter: UsersFilter) {
  const search = filter.search.trim();
  return useList<UserRow>(usersPath, { ...filter, search: search.length < 2 ? null : search });
}

export function useUser(id: string) {
  return useApi<UserDetail>(`${usersPath}/${id}`);
}

/** Everyone who works in the DM Portal, to choose from. */
export function useReviewerOptions(): { value: string; label: string }[] {
  const users = useApi<Page<UserRow>>(usersPath, { app: "dm-portal", status: "active", limit: 100 });
  return (users.data?.items ?? []).map(({ id, firstName, lastName, email }) => {
    return { value: id, label: `${firstName} ${lastName} (${email})` };
  });
}

export type UserInput = z.input<typeof UserCreate>;

export function useCreateUser(onSuccess: (user: UserDetail) => void) {
  return useAction<UserInput, UserDetail>((input, idempotencyKey) => api.post(usersPath, input, { idempotencyKey }), {
    quiet: true,
    invalidates: stale,
    success: (user) => `${user.email} is invited`,
    onSuccess,
  });
}

export type UserChange = z.input<typeof UserEdit>;

/** Changes a person; somebody else's change in between is refused. */
export function useChangeUser(user: UserDetail, onSuccess: () => void) {
  return useAction<UserChange, UserDetail>(
    (change) => api.patch(`${usersPath}/${user.id}`, change, { rowVersion: user.rowVersion }),
    { quiet: true, invalidates: stale, success: `${user.firstName} ${user.lastName} is changed`, onSuccess },
  );
}

export type UserVerb = "deactivate" | "reactivate" | "reset-password" | "reset-totp" | "end-sessions";

const done: Record<UserVerb, string> = {
  deactivate: "can no longer sign in",
  reactivate: "can sign in again",
  "reset-password": "gets a mail with a link to set a new password",
  "reset-totp": "sets up a new second factor at the next sign-in",
  "end-sessions": "is signed out everywhere",
};

/** Does one of the grave things to an account. */
export function useUserVerb(user: UserDetail, onSuccess: () => void) {
  return useAction<{ verb: UserVerb; reason?: string }, unknown>(
    ({ verb, ...input }, idempotencyKey) => api.post(`${usersPath}/${user.id}/${verb}`, input, { idempotencyKey }),
    { invalidates: stale, success: (_, { verb }) => `${user.email} ${done[verb]}`, onSuccess },
  );
}
