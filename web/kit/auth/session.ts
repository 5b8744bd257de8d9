"use client";

import type { User } from "#schema/account.ts";
import type { Workspace } from "#schema/tenant.ts";
import { useApi } from "../api/query.tsx";

const factsStaleMs = 5 * 60_000;

/** The signed-in person. */
export function useSession() {
  return useApi<User>("/auth/v1/me", {}, { staleTime: factsStaleMs });
}

/** The active workspace, the person's place in it and rights. In the DM portal it waits for a chosen client. */
export function useWorkspace(isReady = true) {
  return useApi<Workspace>(isReady ? "/tenant/v1/me" : null, {}, { staleTime: factsStaleMs });
}

/** Answers whether the person has a right, e.g. `can("request.create")`; false while not known. */
export function useRights(): { can: (right: string) => boolean; rights: readonly string[] } {
  const rights = useWorkspace().data?.rights ?? [];
  return { can: (right) => rights.includes(right), rights };
}
