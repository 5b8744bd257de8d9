"use client";

import { useRouter } from "next/navigation";
import { useCallback } from "react";
import type { LoginResult } from "#schema/auth.ts";
import type { Door } from "./door.ts";
import { withNext } from "./next-path.ts";

/** Goes in after a sign-in: to the wanted page, by way of the choice of a workspace where there are several. */
export function useEntry(door: Door, next: string): (result: LoginResult) => void {
  const router = useRouter();
  return useCallback(
    ({ tenantId }) => {
      if (door.app === "dashboard" && tenantId === null) router.push(withNext("/select-tenant", next));
      else window.location.assign(next);
    },
    [door.app, next, router],
  );
}
